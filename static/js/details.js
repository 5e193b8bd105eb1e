/* The details panel: a district, a place, a belt, a scenario, or the overview of the cities. */
import { $, el, L, lang, settings, t } from "./dom.js";
import { choose, facts, fold, outsideEdition, quotation, quotations, rough, scenarioList, section,
  sourceName, targetList, units } from "./parts.js";

/** Fill the panel for a selection (`null` for the overview); returns whether it exists. */
export function showDetails(atlas, selection) {
  // Without a prototype, because the kind may come from an address: "constructor" is none.
  const makers = { __proto__: null, district, site, belt, scenario, industry, layer };
  const made = selection && makers[selection.kind] ? makers[selection.kind](atlas, selection.id) : null;
  const sheet = $("sheet");
  const hasFocus = sheet.contains(document.activeElement);
  sheet.replaceChildren(...(made || overview(atlas)).filter(Boolean));
  // What had the focus is gone; without this the next Tab would begin at the top of the page.
  if (hasFocus) sheet.focus({ preventScroll: true });
  $("details").scrollTop = 0;
  sheet.scrollTop = 0;
  return Boolean(made);
}

function head(atlas, title, ...sub) {
  return el("div.details-head", {},
    el("div", {}, el("h2", {}, title), sub.map((line) => el("p.sub", {}, line))),
    el("button.close", { type: "button", "aria-label": t("close"), onclick: () => atlas.select(null) },
      "×"));
}

/** Where more is told: the profile, and the comparison with other districts. */
function further(kind, id, adcode) {
  const address = (template, value) => template.replace("{id}", encodeURIComponent(value));
  return el("p.sub", {}, el("a", { href: address(settings.profile[kind], id) }, t("profile")),
    adcode ? [" · ", el("a", { href: address(settings.compare, adcode) }, t("compare"))] : null);
}

function cityName(atlas, id) {
  return atlas.text(atlas.data.cities.find((row) => row.id === id));
}

function chip(atlas, row) {
  const item = atlas.data.industries[row.i];
  return el("li", {}, el("button.chip", { type: "button",
    onclick: () => atlas.visit("industry", item.id) }, L.atlas.swatch(atlas, item), atlas.text(item)));
}

function district(atlas, id) {
  const row = atlas.district.get(id);
  if (!row) return null;
  const stated = atlas.stated(row);
  const inIt = (item) => atlas.inEdition(item.e);
  const sites = atlas.data.sites.filter((site) => site.d === id && inIt(site));
  const siteIds = new Set(sites.map((site) => site.id));
  const scenarios = atlas.data.scenarios.filter((item) => inIt(item) &&
    (item.d === id || (item.sites || []).some((site) => siteIds.has(site))));
  const targets = atlas.data.targets.filter((item) => item.d === id && inIt(item));
  const area = row.km2 ? `${row.km2} km² (${t("landArea")})` : null;
  return [
    head(atlas, atlas.text(row), [cityName(atlas, row.city), row.id, area].filter(Boolean).join(" · ")),
    further("district", id, id),
    section(t("specialisations"), stated.length,
      stated.length
        ? [el("ul.chips", {}, stated.map((item) => chip(atlas, item))), quotations(atlas, stated, (item) => citation(atlas, row, item))]
        : [unlisted(atlas)]),
    section(t("structure"), 0, structure(atlas, row, sites)),
    section(t("carriers"), sites.length, siteList(atlas, sites)),
    section(t("targets"), targets.length,
      targets.length ? el("ul.list", {}, targetList(atlas, targets)) : null),
    section(t("scenarios"), scenarios.length, scenarioGroups(atlas, scenarios)),
    row.km2from ? section(t("area"), 0, el("p.sub", {}, `${row.km2} km²: ${sourceName(atlas, row.km2from)}`)) : null,
  ];
}

function unlisted(atlas) {
  return el("div.unlisted", {}, L.atlas.swatch(atlas, null),
    el("span", {}, atlas.edition ? t("unlistedEdition") : t("unlistedLong")));
}

/** Where a specialisation stands on the sources page. */
function citation(atlas, row, item) {
  return `specialisations-${row.id}-${atlas.data.industries[item.i].id}`;
}

/** The belts that a district belongs to, and the structures that its places belong to. */
function structure(atlas, row, sites) {
  const held = atlas.data.structures.filter((item) => sites.some((site) => site.structure === item.id));
  return belts(atlas, row).concat(held.flatMap((item) => {
    const names = sites.filter((site) => site.structure === item.id)
      .flatMap((site, index) => [index ? (lang === "zh" ? "、" : ", ") : "",
        choose(atlas, "site", site.id, atlas.text(site))]);
    return [el("div.named", {}, el("strong", {}, atlas.text(item)), el("p", {}, names)),
      quotation(atlas, item.e, `structures-${item.id}`)];
  }));
}

/** Belts of which a district is a member, with its place in the document's order. */
function belts(atlas, row) {
  return atlas.data.belts.filter((item) => atlas.inEdition(item.e)).flatMap((item) => {
    const places = item.members.flatMap((member, index) => (member.d === row.id ? [index + 1] : []));
    if (!places.length) return [];
    const rank = t("order", { n: places.join(lang === "zh" ? "、" : ", "), m: item.members.length });
    return [facts([[choose(atlas, "belt", item.id, atlas.text(item)), rank]]),
      quotation(atlas, item.e, `belts-${item.id}`)];
  });
}

function siteList(atlas, sites) {
  if (!sites.length) return null;
  const names = new Map(atlas.data.structures.map((row) => [row.id, atlas.text(row)]));
  return el("ul.list", {}, sites.map((row) => el("li", {},
    choose(atlas, "site", row.id, atlas.text(row)), " ", rough(row),
    row.structure ? el("small", {}, ` ${names.get(row.structure)}`) : null,
    fold(t("evidence"), quotation(atlas, row.e, `sites-${row.id}`)))));
}

function scenarioGroups(atlas, rows) {
  const groups = new Map();
  for (const row of rows) {
    const name = atlas.text(row.list);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return [...groups].map(([name, items]) =>
    fold(`${name} (${items.length})`, el("ul.list", {}, scenarioList(atlas, items))));
}

function site(atlas, id) {
  const row = atlas.site.get(id);
  if (!row) return null;
  const home = atlas.district.get(row.d);
  const belongs = atlas.data.structures.find((item) => item.id === row.structure);
  const scenarios = atlas.data.scenarios.filter((item) => (item.sites || []).includes(id));
  const [lat, lon] = row.at;
  return [
    head(atlas, atlas.text(row), lang === "zh" ? row.en : row.zh),
    further("site", id, row.d),
    outsideEdition(atlas, row.e),
    quotation(atlas, row.e, `sites-${row.id}`),
    section(t("structure"), 0, facts([
      [t("district"), choose(atlas, "district", row.d, atlas.text(home))],
      [t("structure"), belongs && atlas.text(belongs)],
      [t("focus"), row.focus && atlas.text(row.focus)],
      [t("area"), row.km2 && `${row.km2} km²`],
      [t("mentions"), String(row.n)],
    ]), belongs ? quotation(atlas, belongs.e, `structures-${belongs.id}`) : null),
    section(t("position"), 0, facts([
      ["WGS-84", `${lon.toFixed(5)}, ${lat.toFixed(5)}`],
      [t("precision"), L.atlas.precision(row.r)],
    ]),
    row.r >= L.atlas.AREA_FROM_M ? el("p.sub", {}, t("areaOnly")) : null,
    facts([
      [t("positionFrom"), el("a", { href: `${settings.sources}#positions-${id}` },
        sourceName(atlas, row.basis))],
      [t("area"), row.km2from],
    ])),
    section(t("scenarios"), scenarios.length,
      scenarios.length ? el("ul.list", {}, scenarioList(atlas, scenarios)) : null),
  ];
}

function belt(atlas, id) {
  const row = atlas.data.belts.find((item) => item.id === id);
  if (!row) return null;
  const parent = atlas.data.structures.find((item) => item.id === row.structure);
  return [
    head(atlas, atlas.text(row), parent ? atlas.text(parent) : ""),
    outsideEdition(atlas, row.e),
    quotation(atlas, row.e, `belts-${row.id}`),
    section(t("members"), row.members.length,
      el("ol.list", {}, row.members.map((member, index) => el("li", {}, `${index + 1}. `,
        choose(atlas, "district", member.d, atlas.text(member)),
        el("small", {}, ` ${t("position")}: ${sourceName(atlas, member.basis)}`)))),
      row.open ? el("p.sub", {}, t("openList")) : null,
      row.members.length ? quotations(atlas, row.members.filter((item) => !item.e[2])).slice(0, 1) : null),
    parent ? section(t("structure"), 0, quotation(atlas, parent.e, `structures-${parent.id}`)) : null,
  ];
}

function scenario(atlas, id) {
  const row = atlas.data.scenarios.find((item) => item.id === id);
  if (!row) return null;
  const peers = atlas.data.scenarios.filter((item) => item.list[0] === row.list[0]);
  return [
    head(atlas, atlas.text(row), atlas.text(row.list)),
    outsideEdition(atlas, row.e),
    quotation(atlas, row.e, `scenarios-${row.id}`),
    section(t("scenario"), 0, facts([
      [t("category"), row.group && atlas.text(row.group)],
      [t("units"), units(atlas, row.units)],
    ])),
    section(t("carriers"), 0, siteList(atlas,
      (row.sites || []).map((site_id) => atlas.site.get(site_id)).filter(Boolean))),
    section(t("lists"), peers.length,
      fold(atlas.text(row.list), el("ul.list", {}, scenarioList(atlas, peers)))),
  ];
}

function industry(atlas, id) {
  const index = atlas.data.industries.findIndex((row) => row.id === id);
  if (index < 0) return null;
  const row = atlas.data.industries[index];
  const found = atlas.data.districts.filter((item) =>
    item.spec.some((spec) => spec.i === index && atlas.inEdition(spec.e)));
  const rows = found.map((item) => item.spec.find((spec) => spec.i === index));
  return [
    head(atlas, atlas.text(row), lang === "zh" ? row.en : row.zh),
    further("industry", id),
    section(t("district"), found.length,
      found.length
        ? el("ul.list", {}, found.map((item, at) => el("li", {},
          choose(atlas, "district", item.id, atlas.text(item)), quotation(atlas, rows[at].e, citation(atlas, item, rows[at])))))
        : el("p.empty", {}, t("unlistedLong"))),
  ];
}

/** The places of one layer, each with its evidence. */
function layer(atlas, id) {
  const spec = atlas.data.layers.find((row) => row.id === id && row.kind === "sites");
  if (!spec) return null;
  const sites = spec.members.map((member) => atlas.site.get(member))
    .filter((row) => atlas.inEdition(row.e));
  const found = atlas.data.structures.find((row) => row.id === id);
  return [
    head(atlas, atlas.text(spec), lang === "zh" ? spec.en : spec.zh),
    found ? quotation(atlas, found.e, `structures-${found.id}`) : null,
    section(t("carriers"), sites.length, siteList(atlas, sites)
      || el("p.empty", {}, t("editionEmpty", { year: atlas.edition }))),
  ];
}

/** Without a selection: what each city's documents aim at and list. */
function overview(atlas) {
  const inIt = (item) => atlas.inEdition(item.e);
  return atlas.data.cities.flatMap((city) => {
    const of = (row) => row.city === city.id && inIt(row);
    const targets = atlas.data.targets.filter((row) => of(row) && !row.d);
    const measures = atlas.data.measures.filter(of);
    const structures = atlas.data.structures.filter(of);
    const fund = atlas.data.fund.filter(of);
    const scenarios = atlas.data.scenarios.filter(of);
    return [
      el("div", {}, el("h2", {}, atlas.text(city)), el("p.sub", {}, t("overview"))),
      section(t("structure"), 0, structures.map((row) => el("div.named", {}, el("strong", {},
        atlas.text(row)), quotation(atlas, row.e, `structures-${row.id}`)))),
      section(t("targets"), targets.length,
        targets.length ? el("ul.list", {}, targetList(atlas, targets)) : null),
      section(t("measures"), measures.length, folds(atlas, measures, "part", measureList)),
      section(t("fund"), fund.length, folds(atlas, fund, "fund", fundList)),
      section(t("lists"), scenarios.length, scenarioGroups(atlas, scenarios)),
      [structures, targets, measures, fund, scenarios].every((rows) => !rows.length)
        ? el("p.empty", {}, atlas.edition
          ? t("editionEmpty", { year: atlas.edition }) : t("overviewEmpty")) : null,
    ];
  });
}

/** A fold for each part of a plan, or each fund, with what stands under it. */
function folds(atlas, rows, heading, list) {
  const groups = new Map();
  for (const row of rows) {
    const name = atlas.text(row[heading]);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, members]) => fold(name, list(atlas, members)));
}

function fundList(atlas, rows) {
  return el("ul.list", {}, rows.map((row) => el("li", {}, atlas.text(row),
    quotation(atlas, row.e, `fund_rules-${row.id}`))));
}

function measureList(atlas, rows) {
  return el("ol.list", {}, rows.map((row) => el("li", {}, `${row.n}. ${atlas.text(row)}`,
    row.units.length ? el("small", {}, ` ${t("units")}: ${units(atlas, row.units)}`) : null,
    fold(t("evidence"), quotation(atlas, row.e, `measures-${row.id}`)))));
}

