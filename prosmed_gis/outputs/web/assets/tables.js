// The same content as tables, for those who cannot or will not use the map.
(() => {
  'use strict';

  const {badge, data, fill, goCercle, indexOf, make, nameOf, sheetsPage, texts} = carte;

  /** @type {HTMLElement} */
  let tablesFrom = null;

  /** @type {Carte['table']} */
  function table(caption, heads, rows) {
    return make('table', {}, [
      make('caption', {text: caption}),
      make('thead', {}, [
        make(
          'tr',
          {},
          heads.map((head) => make('th', {scope: 'col', text: head}))
        )
      ]),
      make('tbody', {}, rows)
    ]);
  }

  /** @type {Carte['cells']} */
  function cells(values, lead) {
    return make(
      'tr',
      {},
      values.map((value, k) => {
        const node =
          value instanceof Node
            ? value
            : document.createTextNode(value === undefined || value === null ? '' : String(value));
        return make(k === lead ? 'th' : 'td', k === lead ? {scope: 'row'} : {}, [node]);
      })
    );
  }

  const withDocument = data.cercles.some((cercle) => cercle.fiche.listed !== undefined);

  function linkTo(k) {
    const name = data.cercles[k].name;
    const open = make('button', {
      type: 'button',
      class: 'link',
      'aria-label': fill(texts.open_fiche, {name: name}),
      text: name
    });
    open.addEventListener('click', () => {
      closeTables();
      goCercle(k);
    });
    return open;
  }

  function differencesPage() {
    const heads = [texts.cercle, texts.region, texts.place_in_lists, texts.phase, texts.rank, texts.difference];
    const rows = data.differences.map((row) => {
      if (row.cercle === null) {
        return cells([row.code, '', row.lists, row.phase, '', row.why], 0);
      }
      const cercle = data.cercles[row.cercle];
      return cells([linkTo(row.cercle), cercle.region, row.lists, row.phase, cercle.fiche.place, row.why], 0);
    });
    return [
      make('p', {text: [data.meta.result, data.meta.chance].filter(Boolean).join(' ')}),
      make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.differences}, [
        table(texts.differences_table, heads, rows)
      ])
    ];
  }

  function cercleTable(onlySelected) {
    const order = data.cercles
      .map((_cercle, k) => k)
      .sort((a, b) => (data.cercles[a].fiche.place || 999) - (data.cercles[b].fiche.place || 999) || a - b)
      .filter((k) => !onlySelected || data.cercles[k].fiche.selected);
    const heads = [
      texts.rank,
      texts.cercle,
      texts.region,
      texts.score,
      texts.selected,
      withDocument ? texts.document : null,
      texts.track,
      texts.firmness,
      texts.reason
    ].filter(Boolean);
    return table(
      texts.selection_table,
      heads,
      order.map((k) => {
        const cercle = data.cercles[k];
        const sheet = cercle.fiche;
        const values = [
          sheet.place,
          linkTo(k),
          cercle.region,
          sheet.score,
          sheet.selected ? '✓' : '–',
          sheet.listed ? '✓' : '–',
          sheet.track,
          sheet.firm,
          sheet.reason
        ];
        if (!withDocument) {
          values.splice(5, 1);
        }
        return cells(values, 1);
      })
    );
  }

  function cerclePage() {
    const box = make('input', {type: 'checkbox', id: 'only-selected'});
    box.checked = true;
    const holder = make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.selection_table}, [
      cercleTable(true)
    ]);
    box.addEventListener('change', () => {
      holder.textContent = '';
      holder.appendChild(cercleTable(box.checked));
    });
    return [make('p', {}, [box, make('label', {for: 'only-selected', text: ` ${texts.only_selected}`})]), holder];
  }

  function worksPage() {
    const costs = data.meta.costs;
    const heads = [
      texts.work,
      texts.cercle,
      texts.place,
      texts.years,
      costs ? texts.cost : null,
      texts.origin,
      texts.progress,
      texts.state
    ].filter(Boolean);
    const rows = data.works.map((row) => {
      const label = row.doubt ? `${row.label} – ⚠ ${row.doubt}` : row.label;
      const values = [
        label,
        nameOf(indexOf(row.pcode)),
        row.place,
        row.years,
        row.cost,
        row.origin,
        row.stage || row.progress,
        row.state ? badge(row.state) : ''
      ];
      if (!costs) {
        values.splice(4, 1);
      }
      return cells(values, 0);
    });
    return [
      make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.works_table}, [
        table(texts.works_table, heads, rows)
      ])
    ];
  }

  function indicatorsPage() {
    const heads = [
      texts.indicator,
      texts.variant,
      texts.done,
      texts.expected,
      texts.target,
      texts.state,
      texts.forecast
    ];
    const rows = data.indicators.map((row) =>
      cells(
        [
          `${row.code} – ${row.label}`,
          row.variant,
          row.done,
          row.expected,
          row.target,
          badge(row.state) || row.state,
          row.forecast
        ],
        0
      )
    );
    return [
      make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.indicators_table}, [
        table(texts.indicators_table, heads, rows)
      ])
    ];
  }

  function list(title, lines) {
    if (!lines.length) {
      return null;
    }
    return make('section', {}, [
      make('h3', {text: title}),
      make(
        'ul',
        {},
        lines.map((line) => make('li', {text: line}))
      )
    ]);
  }

  function notesPage() {
    return [
      data.meta.illustrative ? make('p', {class: 'reason', text: data.meta.illustrative}) : null,
      list(texts.notes, data.meta.notes),
      list(
        texts.said,
        data.said.map((row) => row.label + texts.colon + row.text)
      ),
      list(texts.sources, data.meta.sources)
    ].filter(Boolean);
  }

  /** @type {Carte['openTables']} */
  function openTables(tab) {
    const dialog = document.getElementById('tables');
    tablesFrom = /** @type {HTMLElement} */ (document.activeElement);
    dialog.textContent = '';
    /** @type {[string, () => HTMLElement[]][]} */
    const pages = [[texts.tab_cercles, cerclePage]];
    if (data.differences.length) {
      pages.push([texts.differences, differencesPage]);
    }
    if (data.works.length) {
      pages.push([texts.works, worksPage]);
    }
    if (data.indicators.length) {
      pages.push([texts.indicators, indicatorsPage]);
    }
    /** @type {[string, TableSheet[]][]} */
    const sheets = [
      [texts.access, data.access_sheets],
      [texts.placement, data.placement_sheets]
    ];
    sheets.forEach((pair) => {
      if (pair[1].length) {
        pages.push([pair[0], () => sheetsPage(pair[1], pair[0])]);
      }
    });
    pages.push([texts.tab_notes, notesPage]);
    const body = make('div', {class: 'page', id: 'table-page', role: 'tabpanel', tabindex: '-1'});
    const tabs = make('div', {role: 'tablist', 'aria-label': texts.table, class: 'tabs'});
    function turn(k) {
      body.textContent = '';
      pages[k][1]().forEach((node) => {
        body.appendChild(node);
      });
      body.setAttribute('aria-label', pages[k][0]);
      Array.prototype.forEach.call(tabs.children, (tab, j) => {
        tab.setAttribute('aria-selected', String(j === k));
        tab.tabIndex = j === k ? 0 : -1;
      });
    }
    pages.forEach((page, k) => {
      const tab = make('button', {type: 'button', role: 'tab', 'aria-controls': 'table-page', text: page[0]});
      tab.addEventListener('click', () => {
        turn(k);
      });
      tab.addEventListener('keydown', (event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (step) {
          const next = (k + step + pages.length) % pages.length;
          turn(next);
          /** @type {HTMLElement} */ (tabs.children[next]).focus();
        }
      });
      tabs.appendChild(tab);
    });
    const close = make('button', {
      type: 'button',
      class: 'close',
      'aria-label': texts.close,
      title: texts.close,
      text: '×'
    });
    close.addEventListener('click', closeTables);
    dialog.appendChild(make('div', {class: 'sheet'}, [make('header', {}, [tabs, close]), body]));
    dialog.hidden = false;
    const first = Math.max(0, pages.map((page) => page[0]).indexOf(tab));
    turn(first);
    /** @type {HTMLElement} */ (tabs.children[first]).focus();
  }

  /** @type {Carte['closeTables']} */
  function closeTables() {
    const dialog = document.getElementById('tables');
    if (dialog.hidden) {
      return;
    }
    dialog.hidden = true;
    if (tablesFrom && tablesFrom.focus) {
      tablesFrom.focus();
    }
  }

  /** @type {Carte['keepInside']} */
  function keepInside(event) {
    const dialog = document.getElementById('tables');
    if (dialog.hidden || event.key !== 'Tab') {
      return;
    }
    /** @type {NodeListOf<HTMLElement>} */
    const stops = dialog.querySelectorAll('button:not([tabindex="-1"]), input, [tabindex="0"]');
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (event.shiftKey && document.activeElement === first) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first.focus();
    }
  }

  carte.table = table;
  carte.cells = cells;
  carte.openTables = openTables;
  carte.closeTables = closeTables;
  carte.keepInside = keepInside;
})();
