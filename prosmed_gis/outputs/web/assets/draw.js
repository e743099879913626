// The map itself: cercles and their colours, boundaries, points. Data are set as text only, never as markup.
var data = JSON.parse(document.getElementById('data').textContent);
var texts = data.texts;
var map = window.carte;
var SVG = 'http://www.w3.org/2000/svg';

var state = {
  theme: data.themes[0] ? data.themes[0].id : null,
  year: data.years.length ? data.years[data.years.length - 1] : null,
  window: data.counts ? data.counts.until.length - 1 : 0,
  eventClass: data.counts ? Object.keys(data.counts.of)[0] : null,
  shown: {},
  open: -1
};
var watchers = [];

function changed(what) {
  watchers.forEach(function (watcher) { watcher(what); });
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, function (whole, name) {
    return Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : whole;
  });
}

function make(tag, attributes, children) {
  var node = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) {
    if (name === 'text') { node.textContent = attributes[name]; } else { node.setAttribute(name, attributes[name]); }
  });
  (children || []).forEach(function (child) { if (child) { node.appendChild(child); } });
  return node;
}

function draw(tag, attributes) {
  var node = document.createElementNS(SVG, tag);
  Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
  return node;
}

function icon(id, size) {
  var svg = draw('svg', {width: size, height: size, 'aria-hidden': 'true', focusable: 'false'});
  svg.appendChild(draw('use', {href: '#' + id}));
  return svg;
}

function turned(point) { return [point[1], point[0]]; }

var MAX_ZOOM = 12;
var FAR = 6.25;

var NARROW = 900;

// The legend stands left of what is looked at, where the window is wide enough; a narrow one has its cards below.
function fit(bounds, maxZoom, margin) {
  var wide = map.getSize().x > 600;
  var narrow = map.getSize().x < NARROW;
  document.body.classList.toggle('narrow', narrow);
  var legend = document.getElementById('legend').offsetWidth;
  var sheet = document.getElementById('fiche');
  var cards = narrow ? document.getElementById('corner').offsetHeight + 16 : margin;
  var bottom = wide || sheet.hidden ? cards : sheet.offsetHeight + 8;
  map.fitBounds(bounds, {
    paddingTopLeft: [wide ? legend + 12 + margin : margin, margin], paddingBottomRight: [margin, Math.max(margin, bottom)],
    maxZoom: maxZoom, animate: false
  });
}

function capital(words) { return words.charAt(0).toUpperCase() + words.slice(1); }

function areas(rows) {
  return rows.map(function (row) {
    return row.map(function (ring) { return ring.map(turned); });
  });
}

function themeNow() {
  return data.themes.filter(function (theme) { return theme.id === state.theme; })[0] || null;
}

function ofYear(values) {
  if (Array.isArray(values)) { return values; }
  var years = Object.keys(values).map(Number).sort(function (a, b) { return a - b; });
  var fit = years.filter(function (year) { return year <= state.year; });
  return values[fit.length ? fit[fit.length - 1] : years[0]];
}

function classOf(theme, k) { return theme.classes[ofYear(theme.of)[k]]; }

['cercles', 'ground', 'communes', 'lines', 'outlines', 'catchments', 'counts', 'events', 'sites', 'names'].forEach(function (name, k) {
  var pane = map.createPane(name);
  pane.style.zIndex = 400 + 20 * k;
  // Only these take clicks: a canvas above the cercles would swallow them.
  if (['cercles', 'catchments', 'events', 'sites'].indexOf(name) < 0) { pane.style.pointerEvents = 'none'; }
});

// Only events are many enough for a canvas, which is printed as one opaque picture.
var svgOf = {};
['cercles', 'ground', 'communes', 'lines', 'outlines', 'catchments', 'counts'].forEach(function (name) { svgOf[name] = L.svg({pane: name, padding: 0.5}); });
var eventCanvas = L.canvas({pane: 'events', padding: 0.5});

var lines = data.looks.lines;
var cercleLayers = data.cercles.map(function (cercle, k) {
  var layer = L.polygon(areas(cercle.g), {
    pane: 'cercles', renderer: svgOf.cercles, color: lines.cercle.colour, weight: lines.cercle.width,
    fillOpacity: 1, className: 'cercle'
  });
  layer.bindTooltip(function () { return tipOfCercle(k); }, {sticky: true, className: 'tip', opacity: 1});
  layer.on('click', function (event) { L.DomEvent.stopPropagation(event); openFiche(k); });
  layer.on('mouseover', function () { layer.setStyle({weight: 2.4, color: '#22303c'}); layer.bringToFront(); });
  layer.on('mouseout', function () { layer.setStyle({weight: lines.cercle.width, color: lines.cercle.colour}); });
  return layer.addTo(map);
});

function tipOfCercle(k) {
  var cercle = data.cercles[k];
  var theme = themeNow();
  var rows = [make('strong', {text: cercle.name}), make('span', {text: cercle.region})];
  if (theme) { rows.push(make('span', {class: 'value', text: theme.label + texts.colon + ofYear(theme.shown)[k]})); }
  return make('div', {}, rows);
}

var outlineLayers = data.cercles.map(function (cercle) {
  if (!cercle.fiche.selected) { return null; }
  var look = lines['selected-' + cercle.track];
  if (!look) { return null; }
  return L.polygon(areas(cercle.g), {
    pane: 'outlines', renderer: svgOf.outlines, interactive: false, fill: false,
    color: look.colour, weight: look.width, dashArray: look.dash || null, lineCap: 'butt'
  }).addTo(map);
});

// The canvas of events lies above the cercles and takes their clicks: hand them down.
map.on('click', function (event) {
  var at = event.originalEvent;
  var below = document.elementsFromPoint(at.clientX, at.clientY);
  cercleLayers.forEach(function (layer, k) { if (below.indexOf(layer.getElement()) >= 0) { openFiche(k); } });
});

var found = L.polygon([], {pane: 'outlines', renderer: svgOf.outlines, interactive: false, fill: false, color: '#d4006a', weight: 3});

function paint() {
  var theme = themeNow();
  data.cercles.forEach(function (cercle, k) {
    var look = theme ? classOf(theme, k) : null;
    cercleLayers[k].setStyle({fillColor: look ? look.fill : '#e9e5da'});
  });
}

// Overlays: one object per entry of the control; `build` runs when it is shown for the first time.
var overlays = {};

function overlay(id, group, label, build, options) {
  var settings = options || {};
  overlays[id] = {id: id, group: group, label: capital(label), build: build, icon: settings.icon || null, note: settings.note, layer: null};
  state.shown[id] = Boolean(settings.on);
}

function show(id, on) {
  var entry = overlays[id];
  state.shown[id] = on;
  if (on && !entry.layer) { entry.layer = entry.build(); }
  if (entry.layer) { if (on) { entry.layer.addTo(map); } else { map.removeLayer(entry.layer); } }
  changed('overlay');
}

function pathsLayer(rows, look, pane) {
  return L.layerGroup(rows.map(function (row) {
    return L.polygon(areas(row.g), {
      pane: pane, renderer: svgOf[pane], interactive: false, fill: false, color: look.colour, weight: look.width
    });
  }));
}

function linesLayer(rows, look) {
  return L.polyline(rows.map(function (row) { return row.map(turned); }), {
    pane: 'lines', renderer: svgOf.lines, interactive: false, color: look.colour, weight: look.width,
    dashArray: look.dash || null, smoothFactor: 1.5
  });
}

function pin(point, node, options) {
  // Slots spread the sites of one town side by side: works above the point, facilities below it.
  var size = options.size;
  return L.marker(turned(point), {
    pane: 'sites', keyboard: false, alt: options.title, riseOnHover: true,
    icon: L.divIcon({className: 'pin ' + (options.className || ''), html: node, iconSize: [size, size], iconAnchor: options.anchor})
  });
}

function slotted(rows, above) {
  var places = {};
  rows.forEach(function (row) {
    var key = row.x.map(function (value) { return value.toFixed(2); }).join();
    (places[key] = places[key] || []).push(row);
  });
  Object.keys(places).forEach(function (key) {
    var here = places[key];
    var step = above ? 22 : 16;
    here.forEach(function (row, k) { row.anchor = [(here.length - 1) * step / 2 - k * step, above ? 12 : -12]; });
  });
}

function anchored(row, size) { return [size / 2 + row.anchor[0], size / 2 + row.anchor[1]]; }

function facilityLayer(kind) {
  var look = data.looks.facilities[kind];
  return L.layerGroup(data.facilities.filter(function (row) { return row.kind === kind; }).map(function (row) {
    var title = row.name + ' – ' + look.label + ' (' + row.status + ')';
    var marker = pin(row.x, icon('f-' + kind, look.size), {
      size: look.size, title: title, anchor: anchored(row, look.size), className: row.works ? 'facility' : 'facility not-working'
    });
    return marker.bindTooltip(make('div', {}, [
      make('strong', {text: row.name}), make('span', {text: look.label}), make('span', {text: row.status})
    ]), {className: 'tip', opacity: 1});
  }));
}

function workTip(row) {
  var place = row.place || data.cercles.filter(function (cercle) { return cercle.code === row.pcode; }).map(function (cercle) { return cercle.name; })[0];
  return [row.label, place, row.years + ' · ' + row.origin,
    data.meta.costs ? texts.cost + ' : ' + row.cost : '', row.stage, row.doubt, row.worth[0], row.exact ? '' : texts.at_cercle].filter(Boolean);
}

function worksLayer(status) {
  var group = L.layerGroup();
  var markers = data.works.filter(function (row) { return row.status === status && row.x; }).map(function (row) {
    var size = data.looks.works[row.kind].size;
    var marker = pin(row.x, icon('w-' + row.kind + '-' + status, size), {
      size: size, title: workTip(row).join(' – '), anchor: anchored(row, size), className: 'work'
    });
    var tip = workTip(row).map(function (line, k) { return make(k ? 'span' : 'strong', {text: line}); });
    marker.bindTooltip(make('div', {}, tip), {className: 'tip', opacity: 1});
    marker.on('click', function () { openFiche(indexOf(row.pcode)); });
    return {row: row, marker: marker};
  });
  group.refresh = function () {
    markers.forEach(function (entry) {
      var begun = entry.row.from <= state.year;
      if (begun) { group.addLayer(entry.marker); } else { group.removeLayer(entry.marker); }
      var node = entry.marker.getElement();
      if (begun && node) { node.classList.toggle('pending', entry.row.opens === null || entry.row.opens > state.year); }
    });
  };
  group.on('add', group.refresh);
  return group;
}

function indexOf(code) {
  return data.cercles.map(function (cercle) { return cercle.code; }).indexOf(code);
}

function countsLayer() {
  var look = lines.counts;
  var circles = data.cercles.map(function (cercle) {
    return L.circleMarker(turned(cercle.x), {
      pane: 'counts', renderer: svgOf.counts, interactive: false, color: look.colour, weight: look.width,
      fillColor: look.fill, fillOpacity: look.opacity, radius: 0
    });
  });
  var group = L.layerGroup(circles);
  group.refresh = function () {
    var classes = data.counts.of[state.eventClass][state.window];
    circles.forEach(function (circle, k) {
      var radius = data.looks.radii[classes[k]];
      circle.setRadius(radius);
      circle.setStyle({stroke: radius > 0, fill: radius > 0});
    });
  };
  group.on('add', group.refresh);
  return group;
}

// An event keeps the form of its type on the canvas too, so that colour is never alone.
var EventMark = L.CircleMarker.extend({
  _updatePath: function () {
    var renderer = this._renderer;
    if (!renderer._drawing || this._empty()) { return; }
    var ctx = renderer._ctx;
    var scale = this.options.size / 24;
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

function eventsLayer(kind) {
  var look = data.looks.events[kind];
  var shape = new Path2D(look.path);
  return L.layerGroup(data.events[kind].map(function (row) {
    var mark = new EventMark([row[1], row[0]], {
      pane: 'events', renderer: eventCanvas, radius: look.size / 2, size: look.size, color: look.colour, shape: shape
    });
    return mark.bindTooltip(function () {
      return make('div', {}, [make('strong', {text: look.label}), make('span', {text: row[2]}), make('span', {text: row[4]})]);
    }, {className: 'tip', opacity: 1});
  }));
}

function chip(theme, count, wide) {
  var node = make('span', {class: wide ? 'chip wide' : 'chip', text: theme.mark + ' ' + count});
  node.style.setProperty('--chip', theme.colour);
  return node;
}

// All themes that are on share one marker per cercle, so that their chips stand in a row.
var partnerLayer = L.layerGroup();

function refreshPartners() {
  partnerLayer.clearLayers();
  var themes = data.partner_themes.filter(function (theme) { return state.shown['partners-' + theme.id]; });
  if (!themes.length) { return; }
  data.cercles.forEach(function (cercle, k) { addChips(cercle.x, chipsOf(themes, [k], false), cercle.name); });
  if (state.shown['partners-wide']) {
    data.regions.forEach(function (region) {
      var inside = data.cercles.map(function (cercle, k) { return cercle.region === region.name ? k : -1; })
        .filter(function (k) { return k >= 0; });
      addChips(region.x, chipsOf(themes, inside, true), region.name);
    });
  }
}

function chipsOf(themes, cercles, wide) {
  return themes.map(function (theme) {
    var projects = {};
    cercles.forEach(function (k) {
      (data.cercles[k].fiche.partners || []).forEach(function (row) {
        if (row.theme === theme.id && row.wide === wide) { projects[row.project] = true; }
      });
    });
    var count = Object.keys(projects).length;
    return count ? {node: chip(theme, count, wide), label: theme.label + ' : ' + count} : null;
  }).filter(Boolean);
}

function addChips(point, chips, name) {
  if (!chips.length) { return; }
  var title = name + ' – ' + chips.map(function (entry) { return entry.label; }).join(', ');
  var node = make('span', {class: 'chips', title: title}, chips.map(function (entry) { return entry.node; }));
  L.marker(turned(point), {
    pane: 'sites', interactive: false, keyboard: false, alt: title,
    icon: L.divIcon({className: 'chips-pin', html: node, iconSize: [0, 0]})
  }).addTo(partnerLayer);
}
