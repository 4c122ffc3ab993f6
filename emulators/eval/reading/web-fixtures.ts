import type { ReadingFixture } from "./reading-fixture.ts";

const page = (
  name: string,
  body: string,
  text: string,
  more: Partial<ReadingFixture> = {},
): ReadingFixture => ({
  name,
  fileName: "page.html",
  file: () => Buffer.from(`<!doctype html><html><body>${body}</body></html>`),
  text,
  ...more,
});

const questions = JSON.stringify({
  "@context": "https://schema.org",
  "@graph": [
    {
      "@type": "FAQPage",
      mainEntity: [
        {
          "@type": "Question",
          name: "Do you ship?",
          acceptedAnswer: { "@type": "Answer", text: "<p>Yes, to <b>Bali</b>.</p>" },
        },
        {
          "@type": "Question",
          name: "Open on Sunday?",
          acceptedAnswer: { "@type": "Answer", text: "No, closed." },
        },
      ],
    },
  ],
});

export const webFixtures: readonly ReadingFixture[] = [
  page(
    "merged cells say their value for each row and column",
    "<table><tr><th rowspan=2>Room</th><th colspan=2>Price</th></tr><tr><th>Low</th><th>High</th></tr><tr><td>Single</td><td>450</td><td>500</td></tr><tr><td>Double</td><td colspan=2>full</td></tr></table>",
    "Room: Single; Price Low: 450; Price High: 500 Room: Double; Price Low: full; Price High: full",
    {
      cells: [
        { row: "Single", column: "Price High", value: "500" },
        { row: "Double", column: "Price Low", value: "full" },
      ],
    },
  ),
  page(
    "years that the page marks as headers",
    "<table><tr><th>Room</th><th>2025</th><th>2026</th></tr><tr><td>Single</td><td>450</td><td>500</td></tr></table>",
    "Room: Single; 2025: 450; 2026: 500",
    { cells: [{ row: "Single", column: "2026", value: "500" }] },
  ),
  page(
    "sizes at the left of their rows",
    "<table><tr><th>38</th><td>White</td></tr><tr><th>40</th><td>Black</td></tr></table>",
    "38: White 40: Black",
  ),
  page(
    "a page laid out by tables in tables",
    "<table><tr><td><table><tr><td>Tea</td><td>15</td></tr><tr><td>Juice</td><td>30</td></tr></table></td><td>Open</td><td>daily</td></tr></table>",
    "Tea | 15 Juice | 30 Open daily",
  ),
  page("spans side by side", "<div><span>Tent</span><span>450</span><span>275</span></div>", "Tent 450 275"),
  page("items side by side", "<ul><li>S<ul><li>450</li><li>500</li></ul></li></ul>", "S 450, 500"),
  page(
    "a price with the number of its note",
    "<p>From 450<sup>1</sup> a night, 20 m<sup>2</sup></p>",
    "From 450¹ a night, 20 m²",
  ),
  page(
    "an old price is marked as such",
    "<p>Tent <del>Rp 500.000</del> Rp 450.000, stove <span style='text-decoration: line-through'>90</span> 75</p>",
    "Tent ~~Rp 500.000~~ Rp 450.000, stove ~~90~~ 75",
  ),
  page(
    "what is hidden is left out, what folds out is not",
    "<p style='display:none'>Cheap cheap cheap</p><p hidden>Draft: 99</p><p style='font-size:0'>casino</p><button aria-controls=a1>Do you ship?</button><div id=a1 hidden>Yes, to Bali.</div>",
    "Yes, to Bali.",
    { warnings: [{ code: "hidden-text", count: 3 }] },
  ),
  page(
    "questions that only the page's data tells",
    `<h1>Shop</h1><p>Open on weekdays. No, closed.</p><script type="application/ld+json">${questions}</script>`,
    "Shop Open on weekdays. No, closed. Do you ship? Yes, to Bali.",
  ),
];
