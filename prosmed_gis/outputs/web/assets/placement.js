// Access and placement: ground within reach, catchments, sites of other good plans, and the panel that sums up.
var placed = data.placement;

function groundYear(row) {
  var years = Object.keys(row.people).map(Number).sort(function (a, b) { return a - b; });
  var past = years.filter(function (year) { return year <= state.year; });
  return past.length ? past[past.length - 1] : years[0];
}

// A part is within reach before the plan, gained by it, or lost since; or not within reach that year.
function groundKind(row, part) {
  var before = part.years.indexOf(row.first) >= 0;
  var now = part.years.indexOf(groundYear(row)) >= 0;
  if (before) { return now ? 'before' : 'lost'; }
  return now ? 'gained' : null;
}

function groundLayer(row) {
  var group = L.layerGroup();
  var parts = row.parts.map(function (part) {
    return {part: part, layer: L.polygon(areas(part.g), {
      pane: 'ground', renderer: svgOf.ground, interactive: false, weight: 1, fillOpacity: 1
    })};
  });
  group.refresh = function () {
    parts.forEach(function (entry) {
      var kind = groundKind(row, entry.part);
      if (!kind) { group.removeLayer(entry.layer); return; }
      entry.layer.setStyle({fillColor: data.looks.ground[kind].fill, color: data.looks.ground[kind].colour});
      group.addLayer(entry.layer);
    });
  };
  group.on('add', group.refresh);
  return group;
}

function catchmentLayer(row) {
  var look = lines.catchment;
  return L.layerGroup(row.rows.map(function (area) {
    var layer = L.polygon(areas(area.g), {
      pane: 'catchments', renderer: svgOf.catchments, color: look.colour, weight: look.width, dashArray: look.dash, fillOpacity: 0
    });
    return layer.bindTooltip(make('div', {}, [
      make('strong', {text: area.name}), make('span', {text: fill(texts.catchment_people, area)})
    ]), {sticky: true, className: 'tip', opacity: 1});
  }));
}

function ring(size, colour) {
  var svg = draw('svg', {width: size, height: size, viewBox: '0 0 14 14', 'aria-hidden': 'true', focusable: 'false'});
  svg.appendChild(draw('circle', {cx: 7, cy: 7, r: 5, fill: '#ffffff', 'fill-opacity': 0.55, stroke: colour, 'stroke-width': 2, 'stroke-dasharray': '2.2 1.8'}));
  return svg;
}

function otherLayer() {
  var look = data.looks.alternative;
  return L.layerGroup(data.other_sites.map(function (row) {
    var told = [row.label + (row.place ? ' – ' + row.place : ''), texts.placement_year + ' : ' + row.year].concat(row.told);
    var marker = L.marker(turned(row.x), {
      pane: 'sites', keyboard: false, alt: told.join(', '),
      icon: L.divIcon({
        className: 'other', html: ring(look.size, data.looks.service_colours[row.service] || look.colour), iconSize: [look.size, look.size],
        iconAnchor: [look.size / 2, look.size / 2]
      })
    });
    marker.on('click', function () { openFiche(indexOf(row.pcode)); });
    return marker.bindTooltip(make('div', {}, told.map(function (line, k) { return make(k ? 'span' : 'strong', {text: line}); })),
      {className: 'tip', opacity: 1});
  }));
}

function declareSiting() {
  data.ground.forEach(function (row) {
    overlay('ground-' + row.service, 'siting', fill(texts.ground, {service: row.label, minutes: row.minutes}), function () { return groundLayer(row); },
      {icon: function () { return swatch(data.looks.ground.gained.fill); }});
  });
  data.catchments.forEach(function (row) {
    overlay('catchments-' + row.service, 'siting', fill(texts.catchments, {service: row.label}), function () { return catchmentLayer(row); },
      {icon: function () { return stroke(lines.catchment); }});
  });
  if (data.other_sites.length) {
    overlay('others', 'siting', texts.alternatives, otherLayer, {icon: function () { return ring(16, data.looks.alternative.colour); }});
  }
}

// What the legend says of ground, by what is drawn of it in the year shown.
function groundLegend(row) {
  var kinds = row.parts.map(function (part) { return groundKind(row, part); });
  var words = {
    before: fill(texts.ground_before, {year: row.first}), gained: fill(texts.ground_gained, {year: groundYear(row)}),
    lost: fill(texts.ground_lost, {year: row.first})
  };
  return [make('li', {class: 'of'}, [make('span', {text: fill(texts.ground, {service: row.label, minutes: row.minutes})})])]
    .concat(['before', 'gained', 'lost'].filter(function (kind) { return kinds.indexOf(kind) >= 0; })
      .map(function (kind) { return entry(swatch(data.looks.ground[kind].fill), words[kind]); }));
}

function sitingLegend() {
  var rows = [];
  data.ground.forEach(function (row) { if (state.shown['ground-' + row.service]) { rows = rows.concat(groundLegend(row)); } });
  if (data.catchments.some(function (row) { return state.shown['catchments-' + row.service]; })) {
    rows.push(entry(stroke(lines.catchment), texts.catchment));
  }
  if (state.shown.others) { rows.push(entry(ring(16, data.looks.alternative.colour), texts.alternatives)); }
  return rows;
}

// Two views: the list, and where to build. A view sets what is shown; the controls stay free.
function setOverlay(id, on) {
  var box = document.getElementById('overlay-' + id);
  if (!box) { return; }
  box.checked = on;
  if (on) { box.closest('details').open = true; }
  if (state.shown[id] !== on) { show(id, on); }
}

function setTheme(id) {
  var input = document.getElementById('theme-' + id);
  if (!input) { return; }
  input.checked = true;
  input.closest('details').open = true;
  choose(id);
}

function sitingOf(service) {
  state.service = service;
  setTheme('coverage-' + service);
  data.ground.forEach(function (row) { setOverlay('ground-' + row.service, row.service === service); });
  data.catchments.forEach(function (row) {
    var some = data.catchments.some(function (other) { return state.shown['catchments-' + other.service]; });
    if (some) { setOverlay('catchments-' + row.service, row.service === service); }
  });
}

function setView(name) {
  state.view = name;
  ['targeting', 'placement'].forEach(function (view) {
    document.getElementById('view-' + view).setAttribute('aria-pressed', String(view === name));
  });
  if (name === 'placement') {
    Object.keys(data.looks.work_frames).forEach(function (status) { setOverlay('works-' + status, true); });
    sitingOf(state.service || placed.services[0]);
    openPlacement();
    whole();
    return;
  }
  Object.keys(overlays).filter(function (id) { return overlays[id].group === 'siting' || overlays[id].group === 'works'; }).forEach(function (id) { setOverlay(id, false); });
  if (data.themes[0]) { setTheme(data.themes[0].id); }
  if (state.open < 0) { closeFiche(); }
}

function viewControls() {
  if (!placed) { return null; }
  var buttons = [['targeting', texts.view_targeting], ['placement', texts.view_placement]].map(function (pair) {
    var button = make('button', {type: 'button', id: 'view-' + pair[0], 'aria-pressed': String(pair[0] === 'targeting'), text: pair[1]});
    button.addEventListener('click', function () { setView(pair[0]); });
    return button;
  });
  return make('fieldset', {}, [make('legend', {text: texts.views}), make('div', {class: 'views'}, buttons)]);
}

// The panel: one service on the map, people by year, the budget's frontier, how firm the plan is.
function serviceChoice() {
  return make('div', {class: 'services', role: 'radiogroup', 'aria-label': texts.placement_service}, placed.services.map(function (service) {
    var input = make('input', {type: 'radio', name: 'placement-service', id: 'placement-' + service, value: service});
    input.checked = service === state.service;
    input.addEventListener('change', function () { sitingOf(service); });
    return make('div', {class: 'choice'}, [input, make('label', {for: 'placement-' + service, text: data.looks.services[service] || service})]);
  }));
}

function peopleTable() {
  var most = Math.max.apply(null, placed.people.rows.reduce(function (all, row) { return all.concat(row.values); }, [1]));
  var heads = placed.people.rows.map(function (row) { return make('th', {scope: 'col', text: row.label}); });
  var body = placed.people.years.map(function (year, k) {
    return make('tr', {'data-year': year}, [make('th', {scope: 'row', text: String(year)})].concat(placed.people.rows.map(function (row) {
      return make('td', {}, [make('span', {text: row.shown[k]}), bar(row.values[k] / most, row.colour)]);
    })));
  });
  body.push(make('tr', {class: 'sum'}, [make('th', {scope: 'row', text: texts.total})].concat(placed.people.rows.map(function (row) {
    return make('td', {text: row.total});
  }))));
  return make('table', {class: 'people'}, [
    make('thead', {}, [make('tr', {}, [make('th', {scope: 'col', text: texts.placement_year})].concat(heads))]), make('tbody', {}, body)
  ]);
}

function markYear() {
  Array.prototype.forEach.call(document.querySelectorAll('#fiche tr[data-year]'), function (row) {
    row.classList.toggle('later', Number(row.getAttribute('data-year')) > state.year);
  });
}

function rounded(value) {
  var power = Math.pow(10, Math.floor(Math.log(value) / Math.LN10));
  return [1, 2, 2.5, 5, 10].map(function (step) { return step * power; }).filter(function (step) { return step >= value; })[0] || value;
}

function spoken(value) {
  return value.toLocaleString(data.meta.language === 'fr' ? 'fr-FR' : 'en-GB', {maximumFractionDigits: 1});
}

var CHART = {left: 80, right: 24, top: 14, bottom: 40, width: 332, height: 208};

function chartLabel(svg, x, y, words, anchor, turnedBy) {
  var node = draw('text', {x: x, y: y, 'text-anchor': anchor, 'font-size': 11, fill: '#3d4852'});
  if (turnedBy) { node.setAttribute('transform', 'rotate(' + turnedBy + ' ' + x + ' ' + y + ')'); }
  node.textContent = words;
  svg.appendChild(node);
}

function chartGrid(svg, place, xs, ys) {
  ys.forEach(function (y) {
    svg.appendChild(draw('line', {x1: CHART.left, x2: CHART.width - CHART.right, y1: place.y(y), y2: place.y(y), stroke: '#e3dfd4'}));
    chartLabel(svg, CHART.left - 6, place.y(y) + 4, spoken(y), 'end');
  });
  xs.forEach(function (x) { chartLabel(svg, place.x(x), CHART.height - CHART.bottom + 16, Math.round(100 * x) + (data.meta.language === 'fr' ? '\u00a0%' : '%'), 'middle'); });
  chartLabel(svg, (CHART.left + CHART.width - CHART.right) / 2, CHART.height - 6, texts.placement_frontier_x, 'middle');
  chartLabel(svg, 11, (CHART.top + CHART.height - CHART.bottom) / 2, texts.placement_frontier_y, 'middle', -90);
}

function frontierChart() {
  var points = placed.frontier.points;
  var widest = Math.max.apply(null, points.map(function (point) { return point.x; }).concat([1]));
  var step = rounded(Math.max.apply(null, points.map(function (point) { return point.y; }).concat([1])) / 4);
  var highest = step * Math.ceil(Math.max.apply(null, points.map(function (point) { return point.y; }).concat([1])) / step);
  var place = {
    x: function (x) { return CHART.left + (CHART.width - CHART.left - CHART.right) * x / widest; },
    y: function (y) { return CHART.height - CHART.bottom - (CHART.height - CHART.top - CHART.bottom) * y / highest; }
  };
  var svg = draw('svg', {viewBox: '0 0 ' + CHART.width + ' ' + CHART.height, class: 'chart', role: 'img', 'aria-label': placed.frontier.said});
  var ys = [];
  for (var y = 0; y <= highest + 1e-9; y += step) { ys.push(y); }
  chartGrid(svg, place, [0, 0.5, 1, 1.5, 2].filter(function (x) { return x <= widest + 1e-9; }), ys);
  svg.appendChild(draw('polyline', {
    points: points.map(function (point) { return place.x(point.x) + ',' + place.y(point.y); }).join(' '), fill: 'none', stroke: '#1f5a92', 'stroke-width': 2
  }));
  points.forEach(function (point) { svg.appendChild(chartPoint(point, place)); });
  var own = points.filter(function (point) { return point.own; })[0];
  if (own) {
    svg.appendChild(draw('line', {x1: place.x(own.x), x2: place.x(own.x), y1: place.y(own.y), y2: place.y(0), stroke: '#b4552d', 'stroke-dasharray': '3 3'}));
    chartLabel(svg, place.x(own.x) - 5, place.y(0) - 6, texts.placement_own, 'end');
  }
  return svg;
}

function chartPoint(point, place) {
  var mark = point.own
    ? draw('rect', {x: place.x(point.x) - 5, y: place.y(point.y) - 5, width: 10, height: 10, transform: 'rotate(45 ' + place.x(point.x) + ' ' + place.y(point.y) + ')', fill: '#b4552d', stroke: '#ffffff'})
    : draw('circle', {cx: place.x(point.x), cy: place.y(point.y), r: 4, fill: point.proved ? '#1f5a92' : '#ffffff', stroke: '#1f5a92', 'stroke-width': 1.6});
  var title = draw('title', {});
  title.textContent = point.shown;
  mark.appendChild(title);
  return mark;
}

function lined(words, look) { return make('p', {class: look, text: words}); }

function frontierSection() {
  var points = placed.frontier.points;
  var rows = make('ul', {}, points.map(function (point) { return make('li', {text: point.shown}); }));
  return section(texts.placement_frontier, [
    frontierChart(), lined(placed.frontier.said, 'small'),
    points.some(function (point) { return !point.proved; }) ? lined(texts.placement_hollow, 'small') : null,
    make('details', {class: 'points'}, [make('summary', {text: texts.placement_points}), rows])
  ].filter(Boolean));
}

function openPlacement() {
  var panel = document.getElementById('fiche');
  if (panel.hidden) { openedFrom = document.activeElement; }
  map.removeLayer(found);
  state.open = -1;
  panel.textContent = '';
  var close = make('button', {type: 'button', class: 'close', 'aria-label': texts.close, title: texts.close, text: '×'});
  close.addEventListener('click', closeFiche);
  [
    make('header', {}, [close, make('h2', {id: 'fiche-title', text: texts.placement_title}), make('p', {class: 'where', text: placed.status})]),
    section(texts.placement_service, [serviceChoice()]),
    placed.people ? section(texts.placement_people, [peopleTable(), lined(texts.placement_people_note, 'small')]) : null,
    placed.frontier ? frontierSection() : null,
    placed.said.length ? section(texts.placement_firm, placed.said.map(function (line) { return lined(line, 'said'); })) : null,
    placed.notes.length ? section(texts.notes, placed.notes.map(function (line) { return lined(line, 'small'); })) : null
  ].filter(Boolean).forEach(function (node) { panel.appendChild(node); });
  panel.hidden = false;
  panel.scrollTop = 0;
  panel.setAttribute('aria-labelledby', 'fiche-title');
  document.body.classList.add('fiche-open');
  map.invalidateSize();
  markYear();
  panel.focus({preventScroll: true});
}

// What a cercle's sheet says of access before the plan.
function accessSection(sheet) {
  var nodes = [];
  if (sheet.access) {
    nodes.push(make('table', {class: 'grid'}, [
      make('thead', {}, [make('tr', {}, [make('th', {scope: 'col', text: texts.state_of_ground})].concat(sheet.access.map(function (row) {
        return make('th', {scope: 'col', text: row.label});
      })))]),
      make('tbody', {}, data.access_states.map(function (name, k) {
        return cells([name].concat(sheet.access.map(function (row) { return row.shares[k]; })), 0);
      }))
    ]));
  }
  (sheet.chain || []).forEach(function (line) { nodes.push(lined(line, 'small')); });
  return nodes.length ? section(texts.access_before, nodes) : null;
}

function sheetsPage(sheets, name) {
  return [make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name}, sheets.map(function (sheet) {
    return make('section', {class: 'one'}, [table(sheet.caption, sheet.heads, sheet.rows.map(function (row) { return cells(row, 0); }))]);
  }))];
}
