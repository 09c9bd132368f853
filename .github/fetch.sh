#!/usr/bin/env bash
# Tải một nhánh của máy chủ vào kho đối tượng của Git, không bày ra tệp nào: fetch.sh <ref>. Cần SERVER và TOKEN.
# Fetches a ref of the server into Git's object store and checks nothing out: fetch.sh <ref>. Needs SERVER and TOKEN.
set -euo pipefail
GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$TOKEN" | base64 --wrap=0)"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$SERVER/.extraheader" GIT_CONFIG_VALUE_0
git fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head origin "+$1:refs/gate/head"
