// The map itself: cercles and their colours, boundaries, points. Data are set as text only, never as markup.
(() => {
  'use strict';

  /** @type {Payload} */
  const data = JSON.parse(document.getElementById('data').textContent);
  const texts = data.texts;
  const map = carte.map;
  const SVG = 'http://www.w3.org/2000/svg';

  /** @type {State} */
  const state = {
    theme: data.themes[0] ? data.themes[0].id : null,
    year: data.years.length ? data.years[data.years.length - 1] : null,
    window: data.counts ? data.counts.until.length - 1 : 0,
    eventClass: data.counts ? Object.keys(data.counts.of)[0] : null,
    shown: {},
    open: -1
  };
  /** @type {Carte['watchers']} */
  const watchers = [];

  /** @type {Carte['changed']} */
  function changed(what) {
    watchers.forEach((watcher) => {
      watcher(what);
    });
  }

  /** @type {Carte['fill']} */
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) =>
      Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : whole
    );
  }

  /** @type {Carte['make']} */
  function make(tag, attributes, children) {
    const node = /** @type {any} */ (document.createElement(tag));
    Object.keys(attributes || {}).forEach((name) => {
      if (name === 'text') {
        node.textContent = attributes[name];
      } else {
        node.setAttribute(name, attributes[name]);
      }
    });
    (children || []).forEach((child) => {
      if (child) {
        node.appendChild(child);
      }
    });
    return node;
  }

  /** @type {Carte['draw']} */
  function draw(tag, attributes) {
    const node = /** @type {any} */ (document.createElementNS(SVG, tag));
    Object.keys(attributes).forEach((name) => {
      node.setAttribute(name, attributes[name]);
    });
    return node;
  }

  /** @type {Carte['icon']} */
  function icon(id, size) {
    const svg = draw('svg', {width: size, height: size, 'aria-hidden': 'true', focusable: 'false'});
    svg.appendChild(draw('use', {href: `#${id}`}));
    return svg;
  }

  /** @type {Carte['turned']} */
  function turned(point) {
    return [point[1], point[0]];
  }

  const MAX_ZOOM = 12;
  const FAR = 6.25;

  const NARROW = 900;

  // The legend stands left of what is looked at, where the window is wide enough; a narrow one has its cards below.
  /** @type {Carte['fit']} */
  function fit(bounds, maxZoom, margin) {
    const wide = map.getSize().x > 600;
    const narrow = map.getSize().x < NARROW;
    document.body.classList.toggle('narrow', narrow);
    const legend = document.getElementById('legend').offsetWidth;
    const sheet = document.getElementById('fiche');
    const cards = narrow ? document.getElementById('corner').offsetHeight + 16 : margin;
    const bottom = wide || sheet.hidden ? cards : sheet.offsetHeight + 8;
    map.fitBounds(bounds, {
      paddingTopLeft: [wide ? legend + 12 + margin : margin, margin],
      paddingBottomRight: [margin, Math.max(margin, bottom)],
      maxZoom: maxZoom,
      animate: false
    });
  }

  /** @type {Carte['capital']} */
  function capital(words) {
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  /** @type {Carte['areas']} */
  function areas(rows) {
    return rows.map((row) => row.map((ring) => ring.map(turned)));
  }

  /** @type {Carte['themeNow']} */
  function themeNow() {
    return data.themes.filter((theme) => theme.id === state.theme)[0] || null;
  }

  /** @type {Carte['ofYear']} */
  function ofYear(values) {
    if (Array.isArray(values)) {
      return values;
    }
    const years = Object.keys(values)
      .map(Number)
      .sort((a, b) => a - b);
    const fit = years.filter((year) => year <= state.year);
    return values[fit.length ? fit[fit.length - 1] : years[0]];
  }

  function classOf(theme, k) {
    return theme.classes[ofYear(theme.of)[k]];
  }

  ['cercles', 'ground', 'communes', 'lines', 'outlines', 'catchments', 'counts', 'events', 'sites', 'names'].forEach(
    (name, k) => {
      const pane = map.createPane(name);
      pane.style.zIndex = String(400 + 20 * k);
      // Only these take clicks: a canvas above the cercles would swallow them.
      if (['cercles', 'catchments', 'events', 'sites'].indexOf(name) < 0) {
        pane.style.pointerEvents = 'none';
      }
    }
  );

  // Only events are many enough for a canvas, which is printed as one opaque picture.
  /** @type {Carte['svgOf']} */
  const svgOf = {};
  ['cercles', 'ground', 'communes', 'lines', 'outlines', 'catchments', 'counts'].forEach((name) => {
    svgOf[name] = L.svg({pane: name, padding: 0.5});
  });
  const eventCanvas = L.canvas({pane: 'events', padding: 0.5});

  const lines = data.looks.lines;
  const cercleLayers = data.cercles.map((cercle, k) => {
    const layer = L.polygon(areas(cercle.g), {
      pane: 'cercles',
      renderer: svgOf.cercles,
      color: lines.cercle.colour,
      weight: lines.cercle.width,
      fillOpacity: 1,
      className: 'cercle'
    });
    layer.bindTooltip(() => tipOfCercle(k), {sticky: true, className: 'tip', opacity: 1});
    layer.on('click', (event) => {
      L.DomEvent.stopPropagation(event);
      carte.openFiche(k);
    });
    layer.on('mouseover', () => {
      layer.setStyle({weight: 2.4, color: '#22303c'});
      layer.bringToFront();
    });
    layer.on('mouseout', () => {
      layer.setStyle({weight: lines.cercle.width, color: lines.cercle.colour});
    });
    return layer.addTo(map);
  });

  function tipOfCercle(k) {
    const cercle = data.cercles[k];
    const theme = themeNow();
    const rows = [make('strong', {text: cercle.name}), make('span', {text: cercle.region})];
    if (theme) {
      rows.push(make('span', {class: 'value', text: theme.label + texts.colon + ofYear(theme.shown)[k]}));
    }
    return make('div', {}, rows);
  }

  data.cercles.forEach((cercle) => {
    if (!cercle.fiche.selected) {
      return;
    }
    const look = lines[`selected-${cercle.track}`];
    if (!look) {
      return;
    }
    L.polygon(areas(cercle.g), {
      pane: 'outlines',
      renderer: svgOf.outlines,
      interactive: false,
      fill: false,
      color: look.colour,
      weight: look.width,
      dashArray: look.dash || null,
      lineCap: 'butt'
    }).addTo(map);
  });

  // The canvas of events lies above the cercles and takes their clicks: hand them down.
  map.on('click', (event) => {
    const at = event.originalEvent;
    const below = document.elementsFromPoint(at.clientX, at.clientY);
    cercleLayers.forEach((layer, k) => {
      if (below.indexOf(layer.getElement()) >= 0) {
        carte.openFiche(k);
      }
    });
  });

  const found = L.polygon([], {
    pane: 'outlines',
    renderer: svgOf.outlines,
    interactive: false,
    fill: false,
    color: '#d4006a',
    weight: 3
  });

  /** @type {Carte['paint']} */
  function paint() {
    const theme = themeNow();
    data.cercles.forEach((_cercle, k) => {
      const look = theme ? classOf(theme, k) : null;
      cercleLayers[k].setStyle({fillColor: look ? look.fill : '#e9e5da'});
    });
  }

  // Overlays: one object per entry of the control; `build` runs when it is shown for the first time.
  /** @type {Carte['overlays']} */
  const overlays = {};

  /** @type {Carte['overlay']} */
  function overlay(id, group, label, build, options) {
    const settings = options || {};
    overlays[id] = {
      id: id,
      group: group,
      label: capital(label),
      build: build,
      icon: settings.icon || null,
      layer: null
    };
    state.shown[id] = Boolean(settings.on);
  }

  /** @type {Carte['show']} */
  function show(id, on) {
    const entry = overlays[id];
    state.shown[id] = on;
    if (on && !entry.layer) {
      entry.layer = entry.build();
    }
    if (entry.layer) {
      if (on) {
        entry.layer.addTo(map);
      } else {
        map.removeLayer(entry.layer);
      }
    }
    changed('overlay');
  }

  /** @type {Carte['pathsLayer']} */
  function pathsLayer(rows, look, pane) {
    return L.layerGroup(
      rows.map((row) =>
        L.polygon(areas(row.g), {
          pane: pane,
          renderer: svgOf[pane],
          interactive: false,
          fill: false,
          color: look.colour,
          weight: look.width
        })
      )
    );
  }

  /** @type {Carte['linesLayer']} */
  function linesLayer(rows, look) {
    return L.polyline(
      rows.map((row) => row.map(turned)),
      {
        pane: 'lines',
        renderer: svgOf.lines,
        interactive: false,
        color: look.colour,
        weight: look.width,
        dashArray: look.dash || null,
        smoothFactor: 1.5
      }
    );
  }

  function pin(point, node, options) {
    // Slots spread the sites of one town side by side: works above the point, facilities below it.
    const size = options.size;
    return L.marker(turned(point), {
      pane: 'sites',
      keyboard: false,
      alt: options.title,
      riseOnHover: true,
      icon: L.divIcon({
        className: `pin ${options.className || ''}`,
        html: node,
        iconSize: [size, size],
        iconAnchor: options.anchor
      })
    });
  }

  /** @type {Carte['slotted']} */
  function slotted(rows, above) {
    const places = {};
    rows.forEach((row) => {
      const key = row.x.map((value) => value.toFixed(2)).join();
      places[key] = places[key] || [];
      places[key].push(row);
    });
    Object.keys(places).forEach((key) => {
      const here = places[key];
      const step = above ? 22 : 16;
      here.forEach((row, k) => {
        row.anchor = [((here.length - 1) * step) / 2 - k * step, above ? 12 : -12];
      });
    });
  }

  function anchored(row, size) {
    return [size / 2 + row.anchor[0], size / 2 + row.anchor[1]];
  }

  /** @type {Carte['facilityLayer']} */
  function facilityLayer(kind) {
    const look = data.looks.facilities[kind];
    return L.layerGroup(
      data.facilities
        .filter((row) => row.kind === kind)
        .map((row) => {
          const title = `${row.name} – ${look.label} (${row.status})`;
          const marker = pin(row.x, icon(`f-${kind}`, look.size), {
            size: look.size,
            title: title,
            anchor: anchored(row, look.size),
            className: row.works ? 'facility' : 'facility not-working'
          });
          return marker.bindTooltip(
            make('div', {}, [
              make('strong', {text: row.name}),
              make('span', {text: look.label}),
              make('span', {text: row.status})
            ]),
            {className: 'tip', opacity: 1}
          );
        })
    );
  }

  function workTip(row) {
    const place =
      row.place || data.cercles.filter((cercle) => cercle.code === row.pcode).map((cercle) => cercle.name)[0];
    return [
      row.label,
      place,
      `${row.years} · ${row.origin}`,
      data.meta.costs ? `${texts.cost} : ${row.cost}` : '',
      row.stage,
      row.doubt,
      row.worth[0],
      row.exact ? '' : texts.at_cercle
    ].filter(Boolean);
  }

  /** @type {Carte['worksLayer']} */
  function worksLayer(status) {
    /** @type {Following} */
    const group = L.layerGroup();
    const markers = data.works
      .filter((row) => row.status === status && row.x)
      .map((row) => {
        const size = data.looks.works[row.kind].size;
        const marker = pin(row.x, icon(`w-${row.kind}-${status}`, size), {
          size: size,
          title: workTip(row).join(' – '),
          anchor: anchored(row, size),
          className: 'work'
        });
        const tip = workTip(row).map((line, k) => make(k ? 'span' : 'strong', {text: line}));
        marker.bindTooltip(make('div', {}, tip), {className: 'tip', opacity: 1});
        marker.on('click', () => {
          carte.openFiche(indexOf(row.pcode));
        });
        return {row: row, marker: marker};
      });
    group.refresh = () => {
      markers.forEach((entry) => {
        const begun = entry.row.from <= state.year;
        if (begun) {
          group.addLayer(entry.marker);
        } else {
          group.removeLayer(entry.marker);
        }
        const node = entry.marker.getElement();
        if (begun && node) {
          node.classList.toggle('pending', entry.row.opens === null || entry.row.opens > state.year);
        }
      });
    };
    group.on('add', group.refresh);
    return group;
  }

  /** @type {Carte['indexOf']} */
  function indexOf(code) {
    return data.cercles.map((cercle) => cercle.code).indexOf(code);
  }

  /** @type {Carte['countsLayer']} */
  function countsLayer() {
    const look = lines.counts;
    const circles = data.cercles.map((cercle) =>
      L.circleMarker(turned(cercle.x), {
        pane: 'counts',
        renderer: svgOf.counts,
        interactive: false,
        color: look.colour,
        weight: look.width,
        fillColor: look.fill,
        fillOpacity: look.opacity,
        radius: 0
      })
    );
    /** @type {Following} */
    const group = L.layerGroup(circles);
    group.refresh = () => {
      const classes = data.counts.of[state.eventClass][state.window];
      circles.forEach((circle, k) => {
        const radius = data.looks.radii[classes[k]];
        circle.setRadius(radius);
        circle.setStyle({stroke: radius > 0, fill: radius > 0});
      });
    };
    group.on('add', group.refresh);
    return group;
  }

  // An event keeps the form of its type on the canvas too, so that colour is never alone.
  /** @type {any} Leaflet's types know neither the canvas under a mark nor `shape`. */
  const EventMark = L.CircleMarker.extend({
    _updatePath: function () {
      const renderer = this._renderer;
      if (!renderer._drawing || this._empty()) {
        return;
      }
      const ctx = renderer._ctx;
      const scale = this.options.size / 24;
      ctx.save();
      ctx.translate(this._point.x - 12 * scale, this._point.y - 12 * scale);
      ctx.scale(scale, scale);
      ctx.globalAlpha = 0.85;
      ctx.fillStyle = this.options.color;
      ctx.strokeStyle = '#ffffff';
      ctx.lineWidth = 1.6;
      ctx.fill(this.options.shape);
      ctx.stroke(this.options.shape);
      ctx.restore();
    }
  });

  /** @type {Carte['eventsLayer']} */
  function eventsLayer(kind) {
    const look = data.looks.events[kind];
    const shape = new Path2D(look.path);
    return L.layerGroup(
      data.events[kind].map((row) => {
        const mark = new EventMark([row[1], row[0]], {
          pane: 'events',
          renderer: eventCanvas,
          radius: look.size / 2,
          size: look.size,
          color: look.colour,
          shape: shape
        });
        return mark.bindTooltip(
          () =>
            make('div', {}, [
              make('strong', {text: look.label}),
              make('span', {text: row[2]}),
              make('span', {text: row[4]})
            ]),
          {className: 'tip', opacity: 1}
        );
      })
    );
  }

  /** @type {Carte['chip']} */
  function chip(theme, count, wide) {
    const node = make('span', {class: wide ? 'chip wide' : 'chip', text: `${theme.mark} ${count}`});
    node.style.setProperty('--chip', theme.colour);
    return node;
  }

  // All themes that are on share one marker per cercle, so that their chips stand in a row.
  const partnerLayer = L.layerGroup();

  /** @type {Carte['refreshPartners']} */
  function refreshPartners() {
    partnerLayer.clearLayers();
    const themes = data.partner_themes.filter((theme) => state.shown[`partners-${theme.id}`]);
    if (!themes.length) {
      return;
    }
    data.cercles.forEach((cercle, k) => {
      addChips(cercle.x, chipsOf(themes, [k], false), cercle.name);
    });
    if (state.shown['partners-wide']) {
      data.regions.forEach((region) => {
        const inside = data.cercles.map((cercle, k) => (cercle.region === region.name ? k : -1)).filter((k) => k >= 0);
        addChips(region.x, chipsOf(themes, inside, true), region.name);
      });
    }
  }

  function chipsOf(themes, cercles, wide) {
    return themes
      .map((theme) => {
        const projects = {};
        cercles.forEach((k) => {
          (data.cercles[k].fiche.partners || []).forEach((row) => {
            if (row.theme === theme.id && row.wide === wide) {
              projects[row.project] = true;
            }
          });
        });
        const count = Object.keys(projects).length;
        return count ? {node: chip(theme, count, wide), label: `${theme.label} : ${count}`} : null;
      })
      .filter(Boolean);
  }

  function addChips(point, chips, name) {
    if (!chips.length) {
      return;
    }
    const title = `${name} – ${chips.map((entry) => entry.label).join(', ')}`;
    const node = make(
      'span',
      {class: 'chips', title: title},
      chips.map((entry) => entry.node)
    );
    L.marker(turned(point), {
      pane: 'sites',
      interactive: false,
      keyboard: false,
      alt: title,
      icon: L.divIcon({className: 'chips-pin', html: node, iconSize: [0, 0]})
    }).addTo(partnerLayer);
  }

  carte.data = data;
  carte.texts = texts;
  carte.state = state;
  carte.watchers = watchers;
  carte.changed = changed;
  carte.fill = fill;
  carte.make = make;
  carte.draw = draw;
  carte.icon = icon;
  carte.turned = turned;
  carte.MAX_ZOOM = MAX_ZOOM;
  carte.FAR = FAR;
  carte.fit = fit;
  carte.capital = capital;
  carte.areas = areas;
  carte.themeNow = themeNow;
  carte.ofYear = ofYear;
  carte.svgOf = svgOf;
  carte.lines = lines;
  carte.cercleLayers = cercleLayers;
  carte.found = found;
  carte.paint = paint;
  carte.overlays = overlays;
  carte.overlay = overlay;
  carte.show = show;
  carte.pathsLayer = pathsLayer;
  carte.linesLayer = linesLayer;
  carte.slotted = slotted;
  carte.facilityLayer = facilityLayer;
  carte.worksLayer = worksLayer;
  carte.indexOf = indexOf;
  carte.countsLayer = countsLayer;
  carte.eventsLayer = eventsLayer;
  carte.chip = chip;
  carte.partnerLayer = partnerLayer;
  carte.refreshPartners = refreshPartners;
})();
