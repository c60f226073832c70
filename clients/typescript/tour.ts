// A tour of an archive with the generated types: search, read, speaker, check, export, feed.
//     node dist/tour.js http://127.0.0.1:8000 minister
// prints one JSON object.
import { every, good, openArchive, ProblemError } from "./client.js";

async function tour(address: string, words: string): Promise<Record<string, unknown>> {
  const archive = openArchive(address);
  const found = good(
    await archive.GET("/v1/articles", { params: { query: { q: words, limit: 5 } } }),
  );
  const article = good(
    await archive.GET("/v1/articles/{article_id}", {
      params: { path: { article_id: found.items[0]!.id } },
    }),
  );
  const said = good(
    await archive.GET("/v1/quotations", {
      params: { query: { q: words, min_confidence: 0.5, limit: 20 } },
    }),
  );
  const quotation = said.items.find((one) => one.speaker && one.text)!;
  const speaker = good(
    await archive.GET("/v1/speakers/{speaker_id}", {
      params: { path: { speaker_id: quotation.speaker!.id } },
    }),
  );
  const checked = good(
    await archive.POST("/v1/quotations/check", {
      body: { quote: quotation.text!, speaker: speaker.id },
    }),
  );
  const walked = new Set<string>();
  const whole = every((further) =>
    archive.GET("/v1/quotations", {
      params: { query: { speaker: [speaker.id], limit: 1, ...further } },
    }),
  );
  for await (const one of whole) walked.add(one.id);
  const rows = good(
    await archive.GET("/v1/export/quotations", {
      params: { query: { speaker: [speaker.id] } },
      parseAs: "text",
    }),
  );
  const feed = good(
    await archive.GET("/v1/feeds/speakers/{speaker_id}.atom", {
      params: { path: { speaker_id: speaker.id } },
      parseAs: "text",
    }),
  );
  const refused = await archive
    .GET("/v1/articles", { params: { query: { q: "*x" } } })
    .then(good)
    .catch((error: unknown) => error);
  return {
    total: found.total.value,
    article: article.id,
    text_length: [...(article.text ?? "")].length,
    speaker: speaker.name,
    verdict: checked.items[0]!.verdict,
    n_rows: rows.trimEnd().split("\n").length,
    n_walked: walked.size,
    is_feed: feed.includes("<feed"),
    problem: refused instanceof ProblemError ? refused.problem.code : null,
  };
}

const [address, words] = process.argv.slice(2);
console.log(JSON.stringify(await tour(address!, words!)));
