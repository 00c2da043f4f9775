// The map: the outline of the country, public services as points, confidential ones only as the area they lie in,
// and, where more was found than the page shows, all of it counted by authority.
/* global L */
import { together } from "./clusters.js";

const LAND = { color: "#8fa9ad", weight: 1, fillColor: "#f6f4ee", fillOpacity: 1, interactive: false };
const AREA = { color: "#0b4a52", weight: 2, fillColor: "#0b4a52", fillOpacity: 0.15, interactive: false };
const LIT = { ...AREA, color: "#0b0c0c", weight: 4, fillColor: "#fd0", fillOpacity: 0.5 };
const RING = { color: "#0b0c0c", weight: 1, dashArray: "4 6", fill: false, interactive: false };
const ZONE = { color: "#a3262a", weight: 2, dashArray: "2 4", fillColor: "#ca3535", fillOpacity: 0.18, interactive: false };
const METRES_A_MILE = 1609.344;
const WIDE = "(min-width: 61.25em)";
const REACH = { area: 24, point: 18, whole: 34, town: 60 };
const SHOWN_IN_ALL_MILES = 60;
const WIDE_AREA_MILES = 30;
let wanted = null;
let drawn = null;
let outline = null;
let lit = null;
/** The circle and the mark of each service of the page, by its id. */
let places = new Map();

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function many(number) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? "service" : "services"}`;
}

function words(heading, rows) {
  const box = document.createElement("div");
  box.append(element("strong", heading));
  const list = document.createElement("ul");
  for (const row of rows) {
    const line = document.createElement("li");
    line.append(row);
    list.append(line);
  }
  box.append(list);
  return box;
}

function link(service) {
  return element("a", service.name, { href: service.href });
}

/** What leads to one authority's services: with exclusion zones a button of the form that posts them again. */
function only(whole) {
  const text = `Show only ${whole.name}`;
  return whole.href
    ? element("a", text, { href: whole.href })
    : element("button", text, { class: "as-link", type: "submit", form: "again", name: "change", value: `set:authority=${whole.gss}` });
}

/** A mark that the keyboard reaches, with a name that is read out. `open` says what it does. */
function mark(layer, at, name, kind, size, label, open) {
  const icon = L.divIcon({ className: `map-marker map-marker--${kind}`, iconSize: size, html: "" });
  const made = L.marker(at, {
    icon,
    keyboard: Boolean(open),
    title: name,
    alt: name,
    interactive: Boolean(open),
    zIndexOffset: { whole: -500, near: -1000, town: -2000 }[kind] ?? 0,
  });
  made.addTo(layer);
  const node = made.getElement();
  node.textContent = label;
  if (kind === "town" || kind === "miles") {
    node.setAttribute("aria-hidden", "true");
    node.removeAttribute("title");
    return made;
  }
  node.setAttribute("aria-label", name);
  node.setAttribute("role", open ? "button" : "img");
  if (open instanceof Node) {
    made.bindPopup(open);
  } else if (open) {
    made.on("click", open);
  }
  if (open) {
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        if (open instanceof Node) {
          made.openPopup();
        } else {
          open();
        }
      }
    });
  }
  return made;
}

async function background(map, address) {
  try {
    outline ??= await (await fetch(address)).json();
    if (map === drawn) {
      L.geoJSON(outline, { style: LAND }).addTo(map).bringToBack();
    }
  } catch {
    // Without the outline the services stand on a plain ground.
  }
}

/** On a wide screen the map is open from the beginning; everywhere it is drawn when it is opened first. */
export function drawMap() {
  const details = document.getElementById("map-details");
  if (!details) {
    return;
  }
  details.addEventListener("toggle", () => {
    if (details.open && !details.contains(drawn?.getContainer() ?? null)) {
      draw();
    }
  });
  if (details.open) {
    draw();
  } else if (wanted ?? window.matchMedia(WIDE).matches) {
    details.open = true;
  }
  details.querySelector("summary").addEventListener("click", () => {
    wanted = !details.open;
  });
}

/** Show where one service of the page is, or none. */
export function light(id) {
  if (id === lit) {
    return;
  }
  show(lit, false);
  lit = id;
  show(lit, true);
}

function show(id, on) {
  const place = places.get(id);
  place?.circle?.setStyle(on ? LIT : AREA);
  place?.node?.classList.toggle("map-marker--lit", on);
}

/** The marks of what the page shows: areas among areas, points among points, put together where they would overlap. */
function rows(map, layer, data) {
  for (const group of together(map, data.areas.map((area) => ({ ...area, count: area.services.length })), REACH.area)) {
    const services = group.items.flatMap((area) => area.services);
    const where = group.items.length === 1 ? group.items[0].name : `${group.items.length} areas`;
    const name = `${many(group.count)} somewhere in ${where}`;
    const made = mark(layer, group.place, name, "area", null, String(group.count), words(name, services.map(link)));
    services.forEach((service) => remember(service, made));
  }
  for (const group of together(map, data.points.map((point) => ({ ...point, count: 1 })), REACH.point)) {
    const one = group.items.length === 1;
    const name = one ? group.items[0].name : `${many(group.count)} here`;
    const kind = one ? "point" : "points";
    const made = mark(layer, group.place, name, kind, null, one ? "" : String(group.count), words(name, group.items.map(link)));
    group.items.forEach((service) => remember(service, made));
  }
}

function remember(service, made) {
  places.set(service.id, { ...places.get(service.id), node: made.getElement() });
}

/** Everything found, counted by authority. */
function wholes(map, layer, data) {
  for (const group of together(map, data.wholes, REACH.whole)) {
    const label = group.count.toLocaleString("en-GB");
    if (group.items.length === 1) {
      const name = `${many(group.count)} in ${group.items[0].name}`;
      mark(layer, group.place, name, "whole", null, label, words(name, [only(group.items[0])]));
    } else {
      const name = `${many(group.count)} in ${group.items.length} authorities: look closer`;
      mark(layer, group.place, name, "whole", null, label, () => {
        map.fitBounds(L.latLngBounds(group.items.map((item) => [item.latitude, item.longitude])), { padding: [40, 40] });
        map.getContainer().focus();
      });
    }
  }
}

function around(map, near) {
  const at = [near.latitude, near.longitude];
  mark(map, at, near.label, "near", [14, 14], "", null);
  for (const miles of [...near.rings, near.within_miles]) {
    if (miles && miles < 300) {
      const ring = L.circle(at, { ...RING, radius: miles * METRES_A_MILE }).addTo(map);
      mark(map, [ring.getBounds().getNorth(), near.longitude], "", "miles", [70, 16], `${miles} miles`, null);
    }
  }
}

function bounds(data, reach) {
  for (const area of data.areas) {
    // a region would leave all else too small to see
    reach(area.latitude, area.longitude, area.radius_miles > WIDE_AREA_MILES ? 0 : area.radius_miles);
  }
  for (const point of data.points) {
    reach(point.latitude, point.longitude, 0);
  }
  for (const zone of data.zones) {
    reach(zone.latitude, zone.longitude, zone.miles);
  }
  if (data.near) {
    const all = data.wholes.length && data.near.within_miles <= SHOWN_IN_ALL_MILES;
    reach(data.near.latitude, data.near.longitude, all ? data.near.within_miles : 1);
  }
}

function draw() {
  const box = document.getElementById("map");
  const given = document.getElementById("map-data");
  if (drawn) {
    drawn.stop();
    drawn.remove();
    drawn = null;
  }
  places = new Map();
  lit = null;
  if (!box || !given || typeof L === "undefined") {
    return;
  }
  const data = JSON.parse(given.textContent);
  box.replaceChildren();
  const map = L.map(box, {
    attributionControl: Boolean(data.tiles),
    scrollWheelZoom: false,
    // the map is drawn anew with each filter: nothing may still be moving when it is taken away
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
    inertia: false,
    maxZoom: 14,
  });
  drawn = map;
  map.setView([54.5, -2.5], 5);
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map; the list says the same in words");
  const limits = L.latLngBounds([]);
  bounds(data, (latitude, longitude, miles) =>
    limits.extend(L.latLng(latitude, longitude).toBounds(Math.max(miles, 2) * 2 * METRES_A_MILE)),
  );
  if (limits.isValid()) {
    map.fitBounds(limits, { padding: [15, 15], maxZoom: 11 });
  }
  if (data.tiles) {
    L.tileLayer(data.tiles).addTo(map);
  } else {
    background(map, given.dataset.outline);
  }
  for (const zone of data.zones) {
    L.circle([zone.latitude, zone.longitude], { ...ZONE, radius: zone.miles * METRES_A_MILE }).addTo(map);
  }
  for (const area of data.areas) {
    const circle = L.circle([area.latitude, area.longitude], { ...AREA, radius: area.radius_miles * METRES_A_MILE }).addTo(map);
    area.services.forEach((service) => places.set(service.id, { circle }));
  }
  if (data.near) {
    around(map, data.near);
  }
  const marks = L.layerGroup().addTo(map);
  const put = () => {
    marks.clearLayers();
    if (!data.tiles) {
      // the largest come first, so that it is their names that are kept where names would overlap
      for (const { items } of together(map, data.towns.map((town) => ({ ...town, count: 0 })), REACH.town)) {
        mark(marks, [items[0].latitude, items[0].longitude], "", "town", [90, 16], items[0].name, null);
      }
    }
    wholes(map, marks, data);
    rows(map, marks, data);
    show(lit, true);
  };
  map.on("zoomend", put);
  put();
}
