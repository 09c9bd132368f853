import { defineConfig } from "astro/config";

export default defineConfig({
  // Below the project, not below node_modules: installed once, those are shared by every run, cold or warm.
  cacheDir: "./.cache/astro",
  vite: { cacheDir: "./.cache/vite" },
});
