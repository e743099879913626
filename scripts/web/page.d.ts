// What the page's scripts may rely on: the document of `payload.py` and what they share by `carte`.
// Lengths are pixels, coordinates are [longitude, latitude] in degrees unless a Leaflet type says otherwise.

type Coordinates = number[];
type Rings = Coordinates[][][];
type Texts = Record<string, string>;

interface LineLook {
  colour: string;
  width: number;
  dash: string;
  fill?: string;
  opacity?: number;
}

interface IconLook {
  label: string;
  size: number;
}

interface EventLook extends IconLook {
  colour: string;
  path: string;
}

interface StateLook {
  label: string;
  colour: string;
  mark: string;
}

interface ClassLook {
  label: string;
  fill: string;
  mark: string;
}

interface Meta {
  title: string;
  result: string;
  chance: string;
  language: string;
  as_of: string;
  tracking: string;
  scenario: string;
  count: string;
  audience: string;
  version: string;
  illustrative: string;
  roads: string;
  set_aside: string[];
  sources: string[];
  notes: string[];
  costs: boolean;
}

interface Looks {
  facilities: Record<string, IconLook>;
  works: Record<string, IconLook>;
  work_frames: Record<string, string>;
  events: Record<string, EventLook>;
  states: Record<string, StateLook>;
  lines: Record<string, LineLook>;
  ground: Record<string, { fill: string; colour: string }>;
  alternative: { colour: string; size: number };
  services: Record<string, string>;
  service_colours: Record<string, string>;
  radii: number[];
  count_labels: string[];
}

interface Stated {
  project: number;
  theme: string;
  level: string;
  wide: boolean;
}

interface CoverageRow {
  label: string;
  base: string;
  last: string;
  from: number;
  to: number;
}

interface StateRow {
  label: string;
  state: string;
  done: string;
}

interface StartRow {
  rank: number;
  name: string;
  score: string;
  why: string;
}

interface GroupRow {
  label: string;
  points: string;
  part: number;
}

interface Fiche {
  score: string;
  rank: string;
  place: number | null;
  selected: boolean;
  track: string;
  reason: string;
  firm?: string;
  firm_text?: string;
  stake?: string[];
  groups?: GroupRow[];
  data?: string;
  ceiling?: string;
  facts?: string[];
  violence?: string;
  coverage?: CoverageRow[];
  coverage_years?: number[];
  start?: StartRow[];
  unranked?: string;
  works?: number[];
  partners?: Stated[];
  states?: StateRow[];
  chain?: string[];
  access?: { label: string; shares: string[] }[];
  listed?: boolean;
  document?: string;
  difference?: string;
}

interface Cercle {
  code: string;
  name: string;
  region: string;
  track: string;
  g: Rings;
  x: Coordinates;
  /** `wide` is the name's width by its height; a place is [longitude, latitude, room at zoom 0]. */
  names: { wide: number; at: number[][] };
  fiche: Fiche;
}

interface Commune {
  name: string;
  cercle: number;
  g: Rings;
}

interface Region {
  code: string;
  name: string;
  g: Rings;
  x: Coordinates;
}

/** Values by cercle: one list, or a list for each year that something changes. */
type ByYear<T> = T[] | Record<string, T[]>;

interface Theme {
  id: string;
  group: string;
  label: string;
  about: string;
  classes: ClassLook[];
  of: ByYear<number>;
  shown: ByYear<string>;
  uncounted?: boolean;
}

interface Said {
  group: string;
  label: string;
  text: string;
}

interface Difference {
  cercle: number | null;
  code: string;
  lists: string;
  phase: string;
  why: string;
}

interface Trial {
  groups: { id: string; label: string; weight: number }[];
  worths: (number | null)[][];
  scored: boolean[];
  settled: number[];
  places: Record<string, number>;
  tracks: Record<string, string>;
  limits: number[];
  decimals: number;
  note: string;
}

/** Where a pin stands beside its point; the page adds it. */
interface Anchored {
  x: Coordinates | null;
  anchor?: [number, number];
}

interface Facility extends Anchored {
  kind: string;
  name: string;
  status: string;
  works: boolean;
}

interface Work extends Anchored {
  n: number;
  pcode: string;
  kind: string;
  status: string;
  label: string;
  place: string;
  exact: boolean;
  from: number;
  opens: number | null;
  years: string;
  cost: string;
  gain: string;
  doubt: string;
  worth: string[];
  origin: string;
  stage: string;
  state: string;
  progress: string;
}

interface Counts {
  until: string[];
  of: Record<string, number[][]>;
  labels: Record<string, string>;
}

interface Project {
  name: string;
  who: string;
  years: string;
}

interface PartnerTheme {
  id: string;
  label: string;
  colour: string;
  mark: string;
}

interface Seat {
  name: string;
  rank: number;
  x: Coordinates;
}

interface Road {
  class: string;
  g: Coordinates[][];
}

interface Indicator {
  code: string;
  label: string;
  variant: string;
  done: string;
  target: string;
  expected: string;
  state: string;
  forecast: string;
}

interface PeopleRow {
  service: string;
  label: string;
  colour: string;
  values: number[];
  shown: string[];
  total: string;
}

interface FrontierPoint {
  x: number;
  y: number;
  own: boolean;
  proved: boolean;
  shown: string;
}

interface Placement {
  status: string;
  said: string[];
  people: { years: number[]; rows: PeopleRow[] } | null;
  frontier: { said: string; points: FrontierPoint[] } | null;
  notes: string[];
  services: string[];
}

interface GroundPart {
  g: Rings;
  years: number[];
}

interface Ground {
  service: string;
  label: string;
  minutes: string;
  first: number;
  parts: GroundPart[];
  people: Record<string, string>;
}

interface Area {
  name: string;
  cercle: number;
  people: string;
  within: string;
  g: Rings;
}

interface Catchments {
  service: string;
  label: string;
  rows: Area[];
}

interface OtherSite {
  kind: string;
  service: string;
  label: string;
  place: string;
  pcode: string;
  year: number;
  told: string[];
  x: Coordinates;
}

interface TableSheet {
  caption: string;
  heads: string[];
  rows: string[][];
}

interface Payload {
  meta: Meta;
  texts: Texts;
  looks: Looks;
  bounds: [number, number][];
  dense: [number, number][] | null;
  cercles: Cercle[];
  communes: Commune[];
  regions: Region[];
  themes: Theme[];
  said: Said[];
  differences: Difference[];
  trial: Trial | null;
  groups: Record<string, string>;
  facilities: Facility[];
  facility_kinds: string[];
  works: Work[];
  years: number[];
  /** A row is [longitude, latitude, day, ...words]. */
  events: Record<string, EventRow[]>;
  counts: Counts | null;
  projects: Project[];
  partner_themes: PartnerTheme[];
  seats: Seat[];
  roads: Road[];
  rivers: Coordinates[][];
  indicators: Indicator[];
  placement: Placement | null;
  ground: Ground[];
  catchments: Catchments[];
  other_sites: OtherSite[];
  access_states: string[];
  access_sheets: TableSheet[];
  placement_sheets: TableSheet[];
}

type EventRow = [number, number, string, string, string];

/** What the reader has chosen; `open` is the cercle whose sheet is open, -1 for none. */
interface State {
  theme: string | null;
  year: number | null;
  window: number;
  eventClass: string | null;
  shown: Record<string, boolean>;
  open: number;
  service?: string;
  view?: string;
}

type Change = 'theme' | 'year' | 'window' | 'overlay';

/** A layer that follows the state. */
interface Following extends L.LayerGroup {
  refresh?: () => void;
}

/** Whatever an overlay shows: some follow the state, some are groups. */
type Shown = L.Layer & Partial<Pick<Following, 'refresh' | 'eachLayer'>>;

interface Overlay {
  id: string;
  group: string;
  label: string;
  build: () => Shown;
  icon: (() => Element) | null;
  layer: Shown | null;
}

interface OverlayOptions {
  on?: boolean;
  icon?: () => Element;
}

type Attributes = Record<string, string | number | boolean | null | undefined>;
/** What a script needs to know of an element it makes: controls by their own type, the rest as elements. */
type Made<K extends keyof HTMLElementTagNameMap> = K extends 'input' | 'select' | 'option' | 'details'
  ? HTMLElementTagNameMap[K]
  : HTMLElement;

/** A place that the search finds; `key` is its name without accents and capitals. */
interface Found {
  name: string;
  about: string;
  go: () => void;
  key?: string;
}

/** A work or a facility. */
type Site = Partial<Work> & Partial<Facility>;

/** The one name that the page adds to Leaflet's: each script reads from it and adds to it. */
interface Carte {
  // The page's first script
  map: L.Map;
  // draw.js
  data: Payload;
  texts: Texts;
  state: State;
  watchers: ((what: Change) => void)[];
  changed(what: Change): void;
  fill(template: string, values: object): string;
  make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes?: Attributes,
    children?: (Node | null | undefined)[]
  ): Made<K>;
  draw<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes): SVGElementTagNameMap[K];
  icon(id: string, size: number): SVGSVGElement;
  turned(point: Coordinates): [number, number];
  MAX_ZOOM: number;
  FAR: number;
  fit(bounds: L.LatLngBoundsExpression, maxZoom: number, margin: number): void;
  capital(words: string): string;
  areas(rows: Rings): [number, number][][][];
  themeNow(): Theme | null;
  ofYear<T>(values: ByYear<T>): T[];
  svgOf: Record<string, L.SVG>;
  lines: Record<string, LineLook>;
  cercleLayers: L.Polygon[];
  found: L.Polygon;
  paint(): void;
  overlays: Record<string, Overlay>;
  overlay(id: string, group: string, label: string, build: () => Shown, options?: OverlayOptions): void;
  show(id: string, on: boolean): void;
  pathsLayer(rows: { g: Rings }[], look: LineLook, pane: string): L.Layer;
  linesLayer(rows: Coordinates[][], look: LineLook): L.Layer;
  slotted(rows: Anchored[], above: boolean): void;
  facilityLayer(kind: string): L.Layer;
  worksLayer(status: string): Following;
  indexOf(code: string): number;
  countsLayer(): Following;
  eventsLayer(kind: string): L.Layer;
  chip(theme: { mark: string; colour: string }, count: number | '', wide: boolean): HTMLElement;
  partnerLayer: L.LayerGroup;
  refreshPartners(): void;
  // names.js
  nameLayer: L.LayerGroup;
  placeNames(): void;
  /** Pins that a name keeps from being drawn. */
  yielded: number;
  // legend.js
  swatch(paint: string, mark?: string): SVGSVGElement;
  stroke(look: LineLook): SVGSVGElement;
  entry(picture: Element, label: string): HTMLElement;
  refreshLegend(): void;
  // panel.js
  choose(id: string): void;
  buildPanel(): void;
  declareOverlays(): void;
  buildClock(): void;
  // fiche.js
  /** What had the focus before the sheet opened. */
  openedFrom: HTMLElement | null;
  section(title: string, nodes: (HTMLElement | SVGElement)[]): HTMLElement;
  bar(part: number, colour?: string): HTMLElement;
  badge(stateName: string): HTMLElement | null;
  openFiche(k: number): void;
  closeFiche(): void;
  // placement.js
  declareSiting(): void;
  sitingLegend(): HTMLElement[];
  viewControls(): HTMLElement | null;
  markYear(): void;
  accessSection(sheet: Fiche): HTMLElement | null;
  sheetsPage(sheets: TableSheet[], name: string): HTMLElement[];
  // search.js
  nameOf(k: number): string;
  goCercle(k: number): void;
  buildSearch(): void;
  // tables.js
  table(caption: string, heads: string[], rows: HTMLElement[]): HTMLElement;
  cells(values: (Node | string | number | null | undefined)[], lead: number): HTMLElement;
  openTables(tab: string | null): void;
  closeTables(): void;
  keepInside(event: KeyboardEvent): void;
  // trial.js
  trial: Trial | null;
  sayTrial(): void;
  trialControls(): HTMLElement;
  // start.js
  whole(): void;
}

declare const carte: Carte;
