// Marks that would lie over each other on the map, put together.

/** Give groups of `items` ({latitude, longitude, count}) that lie within `reach` pixels of each other on `map`. */
export function together(map, items, reach) {
  const groups = [];
  for (const item of [...items].sort((a, b) => b.count - a.count)) {
    const at = map.latLngToLayerPoint([item.latitude, item.longitude]);
    const near = groups.find((group) => group.at.distanceTo(at) <= reach);
    if (near) {
      near.items.push(item);
      near.count += item.count;
    } else {
      groups.push({ at, items: [item], count: item.count, place: [item.latitude, item.longitude] });
    }
  }
  return groups;
}
