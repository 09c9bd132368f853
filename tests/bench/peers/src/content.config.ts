// schema/submission.schema.json in Zod, without `answers`, which stand in the body. Astro takes no JSON Schema.
import { defineCollection, z } from "astro:content";
import { glob } from "astro/loaders";

// Astro's YAML reader makes a date of `2021-01-18` before Zod sees it; in quotes it stays text. Of an impossible date, 2021-13-99,
// it makes another: the one breach of the schema that this tool cannot see.
const day = z.union([z.date(), z.string().date()]);

// A decimal as it is written, with a comma or a point.
const amount = z.union([z.number(), z.string().regex(/^-?[0-9]+([.,][0-9]+)?$/)]);

const submissions = defineCollection({
  loader: glob({ base: "./submissions", pattern: "**/*.md" }),
  schema: z
    .object({
      title: z.string().min(10).max(200),
      title_en: z.string().min(10).max(200).optional(),
      summary: z.string().min(20).max(1000).optional(),
      summary_en: z.string().min(20).max(1000).optional(),
      measures: z
        .array(z.object({ what: z.string().min(2).max(80), before: amount, after: amount, unit: z.string().min(1).max(30) }).strict())
        .min(1)
        .max(3)
        .optional(),
      unit: z
        .string()
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/)
        .max(120),
      authors: z
        .array(
          z
            .object({
              name: z.string().min(2).max(80),
              position: z.string().min(2).max(120).optional(),
              share: z.number().int().min(1).max(100).optional(),
            })
            .strict(),
        )
        .min(1)
        .max(10),
      consent: z.object({ publish_name: z.boolean(), contact: z.boolean() }).strict(),
      field: z.string(),
      block: z.string(),
      kind: z.enum(["technical", "management", "operational", "applied-progress"]),
      proposed_on: day,
      applied_from: day,
      applied_to: day.optional(),
      stage: z.enum(["effective", "trial", "planned"]),
      employer_agreed: z.boolean(),
      scope: z.enum(["team", "unit", "sector", "province", "nation"]),
      benefit_vnd: z.number().int().min(0).max(1_000_000_000_000).optional(),
      recognition: z
        .object({ number: z.string().min(1).max(60), issued_on: day })
        .strict()
        .optional(),
      confidential: z.boolean().optional(),
      sample: z.boolean().optional(),
    })
    .strict(),
});

export const collections = { submissions };
