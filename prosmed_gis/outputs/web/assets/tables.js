// The same content as tables, for those who cannot or will not use the map.
var tablesFrom = null;

function table(caption, heads, rows) {
  return make('table', {}, [
    make('caption', {text: caption}),
    make('thead', {}, [make('tr', {}, heads.map(function (head) { return make('th', {scope: 'col', text: head}); }))]),
    make('tbody', {}, rows)
  ]);
}

function cells(values, lead) {
  return make('tr', {}, values.map(function (value, k) {
    var node = value instanceof Node ? value : document.createTextNode(value === undefined || value === null ? '' : value);
    return make(k === lead ? 'th' : 'td', k === lead ? {scope: 'row'} : {}, [node]);
  }));
}

var withDocument = data.cercles.some(function (cercle) { return cercle.fiche.listed !== undefined; });

function linkTo(k) {
  var name = data.cercles[k].name;
  var open = make('button', {type: 'button', class: 'link', 'aria-label': fill(texts.open_fiche, {name: name}), text: name});
  open.addEventListener('click', function () { closeTables(); goCercle(k); });
  return open;
}

function differencesPage() {
  var heads = [texts.cercle, texts.region, texts.place_in_lists, texts.phase, texts.rank, texts.difference];
  var rows = data.differences.map(function (row) {
    if (row.cercle === null) { return cells([row.code, '', row.lists, row.phase, '', row.why], 0); }
    var cercle = data.cercles[row.cercle];
    return cells([linkTo(row.cercle), cercle.region, row.lists, row.phase, cercle.fiche.place, row.why], 0);
  });
  return [make('p', {text: [data.meta.result, data.meta.chance].filter(Boolean).join(' ')}),
    make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.differences}, [table(texts.differences_table, heads, rows)])];
}

function cercleTable(onlySelected) {
  var order = data.cercles.map(function (cercle, k) { return k; }).sort(function (a, b) {
    return (data.cercles[a].fiche.place || 999) - (data.cercles[b].fiche.place || 999) || a - b;
  }).filter(function (k) { return !onlySelected || data.cercles[k].fiche.selected; });
  var heads = [texts.rank, texts.cercle, texts.region, texts.score, texts.selected, withDocument ? texts.document : null, texts.track, texts.firmness, texts.reason]
    .filter(Boolean);
  return table(texts.selection_table, heads, order.map(function (k) {
    var cercle = data.cercles[k];
    var sheet = cercle.fiche;
    var values = [sheet.place, linkTo(k), cercle.region, sheet.score, sheet.selected ? '✓' : '–', sheet.listed ? '✓' : '–', sheet.track, sheet.firm, sheet.reason];
    if (!withDocument) { values.splice(5, 1); }
    return cells(values, 1);
  }));
}

function cerclePage() {
  var box = make('input', {type: 'checkbox', id: 'only-selected'});
  box.checked = true;
  var holder = make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.selection_table}, [cercleTable(true)]);
  box.addEventListener('change', function () {
    holder.textContent = '';
    holder.appendChild(cercleTable(box.checked));
  });
  return [make('p', {}, [box, make('label', {for: 'only-selected', text: ' ' + texts.only_selected})]), holder];
}

function worksPage() {
  var costs = data.meta.costs;
  var heads = [texts.work, texts.cercle, texts.place, texts.years, costs ? texts.cost : null, texts.origin, texts.progress, texts.state]
    .filter(Boolean);
  var rows = data.works.map(function (row) {
    var label = row.doubt ? row.label + ' – ⚠ ' + row.doubt : row.label;
    var values = [label, nameOf(indexOf(row.pcode)), row.place, row.years, row.cost, row.origin, row.stage || row.progress,
      row.state ? badge(row.state) : ''];
    if (!costs) { values.splice(4, 1); }
    return cells(values, 0);
  });
  return [make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.works_table}, [table(texts.works_table, heads, rows)])];
}

function indicatorsPage() {
  var heads = [texts.indicator, texts.variant, texts.done, texts.expected, texts.target, texts.state, texts.forecast];
  var rows = data.indicators.map(function (row) {
    return cells([row.code + ' – ' + row.label, row.variant, row.done, row.expected, row.target, badge(row.state) || row.state, row.forecast], 0);
  });
  return [make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.indicators_table}, [table(texts.indicators_table, heads, rows)])];
}

function list(title, lines) {
  if (!lines.length) { return null; }
  return make('section', {}, [make('h3', {text: title}), make('ul', {}, lines.map(function (line) { return make('li', {text: line}); }))]);
}

function notesPage() {
  return [data.meta.illustrative ? make('p', {class: 'reason', text: data.meta.illustrative}) : null,
    list(texts.notes, data.meta.notes),
    list(texts.said, data.said.map(function (row) { return row.label + texts.colon + row.text; })), list(texts.sources, data.meta.sources)].filter(Boolean);
}

function openTables(tab) {
  var dialog = document.getElementById('tables');
  tablesFrom = document.activeElement;
  dialog.textContent = '';
  var pages = [[texts.tab_cercles, cerclePage]];
  if (data.differences.length) { pages.push([texts.differences, differencesPage]); }
  if (data.works.length) { pages.push([texts.works, worksPage]); }
  if (data.indicators.length) { pages.push([texts.indicators, indicatorsPage]); }
  [[texts.access, data.access_sheets], [texts.placement, data.placement_sheets]].forEach(function (pair) {
    if (pair[1].length) { pages.push([pair[0], function () { return sheetsPage(pair[1], pair[0]); }]); }
  });
  pages.push([texts.tab_notes, notesPage]);
  var body = make('div', {class: 'page', id: 'table-page', role: 'tabpanel', tabindex: '-1'});
  var tabs = make('div', {role: 'tablist', 'aria-label': texts.table, class: 'tabs'});
  function turn(k) {
    body.textContent = '';
    pages[k][1]().forEach(function (node) { body.appendChild(node); });
    body.setAttribute('aria-label', pages[k][0]);
    Array.prototype.forEach.call(tabs.children, function (tab, j) {
      tab.setAttribute('aria-selected', String(j === k));
      tab.tabIndex = j === k ? 0 : -1;
    });
  }
  pages.forEach(function (page, k) {
    var tab = make('button', {type: 'button', role: 'tab', 'aria-controls': 'table-page', text: page[0]});
    tab.addEventListener('click', function () { turn(k); });
    tab.addEventListener('keydown', function (event) {
      var step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step) { var next = (k + step + pages.length) % pages.length; turn(next); tabs.children[next].focus(); }
    });
    tabs.appendChild(tab);
  });
  var close = make('button', {type: 'button', class: 'close', 'aria-label': texts.close, title: texts.close, text: '×'});
  close.addEventListener('click', closeTables);
  dialog.appendChild(make('div', {class: 'sheet'}, [make('header', {}, [tabs, close]), body]));
  dialog.hidden = false;
  var first = Math.max(0, pages.map(function (page) { return page[0]; }).indexOf(tab));
  turn(first);
  tabs.children[first].focus();
}

function closeTables() {
  var dialog = document.getElementById('tables');
  if (dialog.hidden) { return; }
  dialog.hidden = true;
  if (tablesFrom && tablesFrom.focus) { tablesFrom.focus(); }
}

function keepInside(event) {
  var dialog = document.getElementById('tables');
  if (dialog.hidden || event.key !== 'Tab') { return; }
  var stops = dialog.querySelectorAll('button:not([tabindex="-1"]), input, [tabindex="0"]');
  var first = stops[0];
  var last = stops[stops.length - 1];
  if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
  else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
}
