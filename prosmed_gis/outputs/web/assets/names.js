// Names: each stands inside its own cercle, or a number does that the list beside the map explains; pins give way.
(() => {
  'use strict';

  const {FAR, data, make, map, overlays, state, texts} = carte;

  const nameLayer = L.layerGroup();
  let keyed = [];
  const OVER = 1.6; // a name may be this much larger than the room inside its cercle before a number takes its place
  const ruler = document.createElement('canvas').getContext('2d');

  function isListed(k) {
    return data.cercles[k].fiche.selected || data.cercles[k].fiche.listed;
  }

  const nameOrder = data.cercles
    .map((_cercle, k) => k)
    .sort(
      (a, b) =>
        (isListed(b) ? 1 : 0) - (isListed(a) ? 1 : 0) ||
        (data.cercles[a].fiche.place || 999) - (data.cercles[b].fiche.place || 999) ||
        a - b
    );

  function nameSize() {
    return map.getZoom() < FAR ? 11 : 12.5;
  }

  function widthOf(words, size, bold) {
    ruler.font = `${(bold ? '700 ' : '400 ') + size}px ${window.getComputedStyle(document.body).fontFamily}`;
    return ruler.measureText(words).width;
  }

  function nameBox(k) {
    const size = nameSize();
    return {w: widthOf(data.cercles[k].name, size, isListed(k)) + 2, h: size * 1.2};
  }

  function boxAt(at, size) {
    return [at.x - size.w / 2, at.y - size.h / 2, at.x + size.w / 2, at.y + size.h / 2];
  }

  function overlap(box, other) {
    const wide = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
    const high = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
    return wide > 0 && high > 0 ? wide * high : 0;
  }

  function isFree(box, taken) {
    return taken.every((other) => !overlap(box, other));
  }

  // How much larger the name is than the room that its cercle has at this place; up to 1 it lies wholly inside.
  function tightness(k, place, size) {
    const room = place[2] * 2 ** map.getZoom();
    return room > 0 ? Math.max(size.h, size.w / data.cercles[k].names.wide) / room : Infinity;
  }

  function pointOf(place) {
    return map.latLngToLayerPoint([place[1], place[0]]);
  }

  // The places of a cercle that are in view: the others are not drawn.
  function placesOf(k) {
    const view = map.getBounds();
    return data.cercles[k].names.at.filter((place) => view.contains([place[1], place[0]]));
  }

  // What is in view, in the layers' own pixels.
  function viewBox() {
    const corner = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    return [corner.x, corner.y, corner.x + size.x, corner.y + size.y];
  }

  function isWithin(box, outer) {
    return box[0] >= outer[0] && box[1] >= outer[1] && box[2] <= outer[2] && box[3] <= outer[3];
  }

  // The legend and the buttons lie over the map: no name is put under them.
  function cardBoxes() {
    const ground = map.getContainer().getBoundingClientRect();
    return Array.prototype.map.call(document.querySelectorAll('#legend, .ground .leaflet-bar'), (card) => {
      const box = card.getBoundingClientRect();
      const corner = map.containerPointToLayerPoint([box.left - ground.left, box.top - ground.top]);
      return [corner.x, corner.y, corner.x + box.width, corner.y + box.height];
    });
  }

  function placeFor(k, size, most, taken) {
    const view = viewBox();
    return placesOf(k).filter((place) => {
      const box = boxAt(pointOf(place), size);
      return tightness(k, place, size) <= most && isWithin(box, view) && isFree(box, taken);
    })[0];
  }

  // The number stands where it covers least of what is there already.
  function placeOfKey(k, size, taken) {
    /** @type {{place: number[], covered: number}} */
    let best = null;
    placesOf(k).forEach((place) => {
      const box = boxAt(pointOf(place), size);
      const covered = taken.reduce((sum, other) => sum + overlap(box, other), 0);
      if (!best || covered < best.covered) {
        best = {place: place, covered: covered};
      }
    });
    return best && best.place;
  }

  function drawName(_k, place, node) {
    nameLayer.addLayer(
      L.marker([place[1], place[0]], {
        pane: 'names',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({className: 'name-pin', html: node, iconSize: [0, 0]})
      })
    );
  }

  function namesThatFit(rows, most, taken) {
    return rows.filter((k) => {
      const size = nameBox(k);
      const place = placeFor(k, size, most, taken);
      if (!place) {
        return true;
      }
      taken.push(boxAt(pointOf(place), size));
      drawName(
        k,
        place,
        make('span', {class: isListed(k) ? 'name listed' : 'name', 'data-cercle': k, text: data.cercles[k].name})
      );
      return false;
    });
  }

  function placeKeys(rows, taken) {
    keyed = rows
      .filter((k) => placesOf(k).length)
      .sort((a, b) => data.cercles[a].name.localeCompare(data.cercles[b].name, data.meta.language));
    keyed.forEach((k, n) => {
      const size = {w: n < 9 ? 14 : 18, h: 14};
      const place = placeOfKey(k, size, taken);
      taken.push(boxAt(pointOf(place), size));
      drawName(k, place, make('span', {class: 'name key', 'data-cercle': k, text: String(n + 1)}));
    });
  }

  /** @type {Carte['placeNames']} */
  function placeNames() {
    const taken = cardBoxes();
    const cards = taken.length;
    const on = state.shown.names;
    nameLayer.clearLayers();
    keyed = [];
    document.body.classList.toggle('named', on);
    if (on) {
      const listed = nameOrder.filter(isListed);
      placeKeys(namesThatFit(namesThatFit(listed, 1, taken), OVER, taken), taken);
      namesThatFit(
        nameOrder.filter((k) => !isListed(k)),
        1,
        taken
      );
    }
    listKeys();
    yieldPins(taken.slice(cards));
  }

  function listKeys() {
    const card = document.getElementById('keys');
    card.hidden = !keyed.length;
    card.textContent = '';
    if (!keyed.length) {
      return;
    }
    card.appendChild(make('h2', {text: texts.keys}));
    card.appendChild(
      make(
        'ol',
        {},
        keyed.map((k, n) =>
          make('li', {}, [make('b', {text: String(n + 1)}), make('span', {text: data.cercles[k].name})])
        )
      )
    );
  }

  // A pin that would lie on a name is not drawn until the map is enlarged; the legend says how many.
  carte.yielded = 0;

  function yieldPins(taken) {
    carte.yielded = 0;
    pinBoxes().forEach((pin) => {
      const hides = !isFree(pin.box, taken);
      pin.node.classList.toggle('ceded', hides);
      if (hides) {
        carte.yielded += 1;
      }
    });
  }

  function pinBoxes() {
    const boxes = [];
    Object.keys(overlays).forEach((id) => {
      const layer = overlays[id].layer;
      if (!state.shown[id] || !layer || !layer.eachLayer) {
        return;
      }
      layer.eachLayer((/** @type {any} */ marker) => {
        const look = marker.options.icon && marker.options.icon.options;
        if (!look || !look.iconAnchor || marker.options.pane !== 'sites' || !marker.getElement()) {
          return;
        }
        const at = map.latLngToLayerPoint(marker.getLatLng());
        const left = at.x - look.iconAnchor[0];
        const top = at.y - look.iconAnchor[1];
        const trim = map.getZoom() < FAR ? look.iconSize[0] * 0.2 : 3;
        boxes.push({
          node: marker.getElement(),
          box: [left + trim, top + trim, left + look.iconSize[0] - trim, top + look.iconSize[1] - trim]
        });
      });
    });
    return boxes;
  }

  carte.nameLayer = nameLayer;
  carte.placeNames = placeNames;
})();
