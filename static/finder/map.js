// The map: the outline of the country, public services as points, confidential ones only as the area they lie in.
/* global L */

const LAND = { color: "#8fa9ad", weight: 1, fillColor: "#f6f4ee", fillOpacity: 1, interactive: false };
const AREA = { color: "#0b4a52", weight: 2, fillColor: "#0b4a52", fillOpacity: 0.15, interactive: false };
const ROUND = { color: "#0b0c0c", weight: 1, dashArray: "4 6", fill: false, interactive: false };
const METRES_A_MILE = 1609.344;
const WIDE = "(min-width: 61.25em)";
let wanted = null;
let drawn = null;
let outline = null;

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function words(heading, services) {
  const box = document.createElement("div");
  box.append(element("strong", heading));
  const list = document.createElement("ul");
  for (const service of services) {
    const row = document.createElement("li");
    row.append(element("a", service.name, { href: service.href }));
    list.append(row);
  }
  box.append(list);
  return box;
}

/** A marker that the keyboard reaches, with a name that is read out. */
function marker(map, at, name, kind, size, label, services) {
  const icon = L.divIcon({ className: `map-marker map-marker--${kind}`, iconSize: [size, size], html: "" });
  const made = L.marker(at, { icon, keyboard: Boolean(services), title: name, alt: name, interactive: Boolean(services), zIndexOffset: services ? 0 : -1000 });
  made.addTo(map);
  const node = made.getElement();
  node.textContent = label;
  node.setAttribute("aria-label", name);
  if (services) {
    node.setAttribute("role", "button");
    made.bindPopup(words(name, services));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        made.openPopup();
      }
    });
  } else {
    node.setAttribute("role", "img");
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

function draw() {
  const box = document.getElementById("map");
  const given = document.getElementById("map-data");
  if (drawn) {
    drawn.stop();
    drawn.remove();
    drawn = null;
  }
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
  if (data.tiles) {
    L.tileLayer(data.tiles).addTo(map);
  } else {
    background(map, given.dataset.outline);
  }
  const bounds = L.latLngBounds([]);
  const reach = (latitude, longitude, miles) =>
    bounds.extend(L.latLng(latitude, longitude).toBounds(Math.max(miles, 2) * 2 * METRES_A_MILE));
  for (const area of data.areas) {
    const at = [area.latitude, area.longitude];
    const number = area.services.length;
    L.circle(at, { ...AREA, radius: area.radius_miles * METRES_A_MILE }).addTo(map);
    const name = `${number} ${number === 1 ? "service" : "services"} somewhere in ${area.name}`;
    marker(map, at, name, "area", 26, String(number), area.services);
    reach(area.latitude, area.longitude, area.radius_miles);
  }
  for (const point of data.points) {
    marker(map, [point.latitude, point.longitude], point.name, "point", 18, "", [point]);
    reach(point.latitude, point.longitude, 0);
  }
  if (data.near) {
    const at = [data.near.latitude, data.near.longitude];
    marker(map, at, data.near.label, "near", 14, "", null);
    if (data.near.within_miles && data.near.within_miles < 300) {
      L.circle(at, { ...ROUND, radius: data.near.within_miles * METRES_A_MILE }).addTo(map);
    }
    reach(data.near.latitude, data.near.longitude, 1);
  }
  if (bounds.isValid()) {
    map.fitBounds(bounds, { padding: [15, 15], maxZoom: 11 });
  }
}
