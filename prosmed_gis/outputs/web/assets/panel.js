// The control of layers: one choice for the colour of the cercles, check boxes for what lies over them.
function themeControls() {
  var fieldset = make('fieldset', {}, [make('legend', {text: texts.colour_by})]);
  Object.keys(data.groups).forEach(function (group, at) {
    var themes = data.themes.filter(function (theme) { return theme.group === group; });
    if (!themes.length && !data.said.some(function (row) { return row.group === group; })) { return; }
    var box = make('details', {class: 'group'}, [make('summary', {text: data.groups[group]})]);
    if (at < 1) { box.open = true; }
    themes.forEach(function (theme) {
      var input = make('input', {type: 'radio', name: 'theme', id: 'theme-' + theme.id, value: theme.id});
      input.checked = theme.id === state.theme;
      input.addEventListener('change', function () { choose(theme.id); });
      box.appendChild(make('div', {class: 'choice'}, [input, make('label', {for: 'theme-' + theme.id, text: theme.label})]));
    });
    if (group === 'trial' && trial) { box.appendChild(trialControls()); }
    saidOf(group).forEach(function (node) { box.appendChild(node); });
    fieldset.appendChild(box);
  });
  return fieldset;
}

// A theme of one colour is no map: what it would show is said.
function saidOf(group) {
  var rows = data.said.filter(function (row) { return row.group === group; });
  if (!rows.length) { return []; }
  return [make('div', {class: 'said-themes'}, [make('p', {class: 'small', text: texts.said})].concat(rows.map(function (row) {
    return make('p', {}, [make('strong', {text: row.label}), make('span', {text: row.text})]);
  })))];
}

// A control of live weights replaces `of` and `shown` of a theme and calls this.
function choose(id) {
  state.theme = id;
  changed('theme');
}

function overlayControls() {
  var fieldset = make('fieldset', {}, [make('legend', {text: texts.show})]);
  var groups = {};
  Object.keys(overlays).forEach(function (id) {
    var row = overlays[id];
    if (!groups[row.group]) {
      groups[row.group] = make('details', {class: 'group'}, [make('summary', {text: texts['group.' + row.group]})]);
      fieldset.appendChild(groups[row.group]);
    }
    if (state.shown[id]) { groups[row.group].open = true; }
    var input = make('input', {type: 'checkbox', id: 'overlay-' + id});
    input.checked = state.shown[id];
    input.addEventListener('change', function () { show(id, input.checked); });
    var label = make('label', {for: 'overlay-' + id}, [row.icon ? row.icon() : null, make('span', {text: row.label})]);
    groups[row.group].appendChild(make('div', {class: 'choice'}, [input, label]));
  });
  return fieldset;
}

function buildPanel() {
  var panel = document.getElementById('layers');
  var views = viewControls();
  if (views) { panel.appendChild(views); }
  panel.appendChild(themeControls());
  panel.appendChild(overlayControls());
  var button = document.getElementById('open-layers');
  button.addEventListener('click', function () {
    var open = document.body.classList.toggle('layers-open');
    button.setAttribute('aria-expanded', String(open));
    if (open) { panel.querySelector('input').focus(); }
  });
}

function declareOverlays() {
  overlay('names', 'base', texts.names, function () { return nameLayer; }, {on: true});
  overlay('regions', 'base', texts.regions, function () { return pathsLayer(data.regions, lines.region, 'lines'); }, {on: true, icon: function () { return stroke(lines.region); }});
  if (data.communes.length) {
    overlay('communes', 'base', texts.communes, function () { return pathsLayer(data.communes, lines.commune, 'communes'); }, {icon: function () { return stroke(lines.commune); }});
  }
  if (data.roads.length) {
    overlay('roads', 'base', texts.roads, function () {
      return L.layerGroup(data.roads.map(function (row) { return linesLayer(row.g, lines['road-' + row['class']]); }));
    }, {icon: function () { return stroke(lines['road-primary']); }});
  }
  if (data.rivers.length) {
    overlay('rivers', 'base', texts.rivers, function () { return linesLayer(data.rivers, lines.river); }, {on: true, icon: function () { return stroke(lines.river); }});
  }
  if (data.seats.length) { overlay('seats', 'base', texts.seats, seatLayer, {icon: function () { return make('span', {class: 'seat'}); }}); }
  Object.keys(data.looks.work_frames).forEach(function (status) {
    var rows = data.works.filter(function (row) { return row.status === status && row.x; });
    if (!rows.length) { return; }
    overlay('works-' + status, 'works', data.looks.work_frames[status], function () { return worksLayer(status); },
      {icon: function () { return icon('w-' + rows[0].kind + '-' + status, 20); }});
  });
  declareSiting();
  data.facility_kinds.forEach(function (kind) {
    overlay('facility-' + kind, 'facilities', data.looks.facilities[kind].label, function () { return facilityLayer(kind); },
      {icon: function () { return icon('f-' + kind, 18); }});
  });
  if (data.counts) { overlay('counts', 'events', texts.counts, countsLayer); }
  Object.keys(data.events).forEach(function (kind) {
    overlay('event-' + kind, 'events', data.looks.events[kind].label, function () { return eventsLayer(kind); },
      {icon: function () { return icon('e-' + kind, 12); }});
  });
  data.partner_themes.forEach(function (theme) {
    overlay('partners-' + theme.id, 'partners', theme.label, function () { return L.layerGroup(); },
      {icon: function () { return chip(theme, '', false); }});
  });
  if (data.partner_themes.length) {
    overlay('partners-wide', 'partners', texts.region_mention, function () { return L.layerGroup(); },
      {icon: function () { return chip({mark: '·', colour: '#555555'}, '', true); }});
  }
}

function seatLayer() {
  return L.layerGroup(data.seats.map(function (row) {
    var same = data.cercles.some(function (cercle) { return cercle.name === row.name; });
    return L.marker(turned(row.x), {
      pane: 'lines', interactive: false, keyboard: false, alt: texts.seat + ' : ' + row.name,
      icon: L.divIcon({className: 'seat-pin', html: make('span', {class: 'seat rank-' + row.rank + (same ? ' same' : ''), 'data-name': row.name}), iconSize: [0, 0]})
    });
  }));
}

// What on the map follows the plan's year: coverage, works, the ground within reach.
function followsYear() {
  var theme = themeNow();
  return Boolean(theme && !Array.isArray(theme.of)) || Object.keys(overlays).some(function (id) {
    return state.shown[id] && (overlays[id].group === 'works' || id.indexOf('ground-') === 0);
  });
}

// The clock: the plan's year while something follows it, and the twelve months of the counts while these are shown.
var ticking = null;

function slider(id, label, values, now, choose) {
  var out = make('output', {for: id, text: values[now]});
  var input = make('input', {type: 'range', id: id, min: 0, max: values.length - 1, step: 1, value: now, 'aria-valuetext': values[now]});
  input.addEventListener('input', function () {
    out.textContent = values[input.value];
    input.setAttribute('aria-valuetext', values[input.value]);
    choose(Number(input.value));
  });
  return make('div', {class: 'slider'}, [make('label', {for: id, text: label}), input, out]);
}

function yearNames() {
  return data.years.map(function (year) {
    var before = data.works.length && data.works.every(function (row) { return row.from > year; });
    return before ? fill(texts.year_base, {year: year}) : String(year);
  });
}

function buildClock() {
  var card = document.getElementById('clock');
  if (ticking) { window.clearInterval(ticking); ticking = null; }
  card.textContent = '';
  if (data.years.length > 1 && followsYear()) {
    var years = slider('year', texts.year, yearNames(), data.years.indexOf(state.year), function (k) {
      state.year = data.years[k];
      changed('year');
    });
    var play = make('button', {type: 'button', class: 'play', 'aria-label': texts.play, title: texts.play, text: '▶'});
    play.addEventListener('click', function () { run(years.querySelector('input'), play); });
    years.insertBefore(play, years.firstChild);
    card.appendChild(years);
  }
  if (state.shown.counts) {
    card.appendChild(slider('window', texts.window, data.counts.until, state.window, function (k) {
      state.window = k;
      changed('window');
    }));
    if (Object.keys(data.counts.of).length > 1) { card.appendChild(classChoice()); }
  }
  card.hidden = !card.childNodes.length;
}

function classChoice() {
  var select = make('select', {id: 'event-class'});
  Object.keys(data.counts.labels).forEach(function (kind) {
    var option = make('option', {value: kind, text: data.counts.labels[kind]});
    option.selected = kind === state.eventClass;
    select.appendChild(option);
  });
  select.addEventListener('change', function () { state.eventClass = select.value; changed('window'); });
  return make('div', {class: 'slider'}, [make('label', {for: 'event-class', text: texts.event_class}), select]);
}

function run(input, button) {
  if (ticking) {
    window.clearInterval(ticking);
    ticking = null;
  } else {
    if (Number(input.value) >= Number(input.max)) { input.value = -1; }
    ticking = window.setInterval(function () {
      if (Number(input.value) >= Number(input.max)) { run(input, button); return; }
      input.value = Number(input.value) + 1;
      input.dispatchEvent(new Event('input'));
    }, 1100);
  }
  button.textContent = ticking ? '❚❚' : '▶';
  button.setAttribute('aria-label', ticking ? texts.stop : texts.play);
}
