// The sheet of one cercle.
(() => {
  'use strict';

  const {areas, capital, chip, data, fill, found, icon, make, map, state, texts} = carte;

  carte.openedFrom = null;

  /** @type {Carte['section']} */
  function section(title, nodes) {
    return make('section', {}, [make('h3', {text: title}), ...nodes]);
  }

  /** @type {Carte['bar']} */
  function bar(part, colour) {
    const inside = make('i', {});
    inside.style.width = `${Math.max(0, Math.min(100, 100 * part))}%`;
    if (colour) {
      inside.style.background = colour;
    }
    return make('span', {class: 'meter', 'aria-hidden': 'true'}, [inside]);
  }

  /** @type {Carte['badge']} */
  function badge(stateName) {
    const look = data.looks.states[stateName];
    if (!look) {
      return null;
    }
    const node = make('span', {class: 'badge'}, [
      make('b', {text: look.mark, 'aria-hidden': 'true'}),
      make('span', {text: look.label})
    ]);
    node.style.setProperty('--state', look.colour);
    return node;
  }

  function headOfFiche(cercle) {
    const sheet = cercle.fiche;
    const close = make('button', {
      type: 'button',
      class: 'close',
      'aria-label': texts.close,
      title: texts.close,
      text: '×'
    });
    close.addEventListener('click', closeFiche);
    const verdict = make('p', {
      class: sheet.selected ? 'verdict in' : 'verdict out',
      text:
        (sheet.selected ? `✓ ${texts.selected_word}` : texts.not_selected_word) +
        (sheet.track ? ` · ${sheet.track}` : '')
    });
    const listed = sheet.document
      ? make('p', {class: sheet.listed ? 'verdict listed' : 'verdict out', text: sheet.document})
      : null;
    return make('header', {}, [
      close,
      make('h2', {id: 'fiche-title', text: cercle.name}),
      make('p', {class: 'where', text: cercle.region}),
      listed,
      verdict
    ]);
  }

  function figures(sheet) {
    const pairs = [
      [texts.score, sheet.score],
      [texts.rank, sheet.rank],
      [texts.firmness, sheet.firm],
      [texts.violence, sheet.violence]
    ];
    return make(
      'dl',
      {class: 'figures'},
      pairs
        .filter((pair) => pair[1] !== undefined)
        .map((pair) => make('div', {}, [make('dt', {text: pair[0]}), make('dd', {text: capital(pair[1])})]))
    );
  }

  function contributionList(sheet) {
    const most = Math.max.apply(null, sheet.groups.map((row) => row.part).concat([1]));
    return make(
      'ul',
      {class: 'bars'},
      sheet.groups.map((row) =>
        make('li', {}, [
          make('span', {class: 'label', text: row.label}),
          bar(row.part / most),
          make('b', {text: row.points})
        ])
      )
    );
  }

  function coverageList(sheet) {
    return make(
      'ul',
      {class: 'bars cover'},
      sheet.coverage.map((row) => {
        const meter = bar(row.to, '#66c2a4');
        const before = make('i', {class: 'before'});
        before.style.width = `${100 * row.from}%`;
        meter.appendChild(before);
        return make('li', {}, [
          make('span', {class: 'label', text: row.label}),
          meter,
          make('b', {text: fill(texts.base_to_last, row)})
        ]);
      })
    );
  }

  function workList(sheet) {
    return make(
      'ul',
      {class: 'list'},
      sheet.works.map((n) => {
        const row = data.works[n];
        const lead = make('span', {class: 'lead'}, [icon(`w-${row.kind}-${row.status}`, 20)]);
        const detail = [row.years, row.origin, data.meta.costs ? `${row.cost} USD` : '', row.stage]
          .filter(Boolean)
          .join(' · ');
        return make('li', {}, [
          lead,
          make(
            'div',
            {},
            [
              make('strong', {text: row.place ? `${row.label} – ${row.place}` : row.label}),
              make('span', {text: detail}),
              row.doubt ? make('span', {class: 'reason', text: `⚠ ${row.doubt}`}) : null,
              row.gain ? make('span', {text: row.gain}) : null
            ].concat(
              row.worth.map((line) => make('span', {text: line})),
              [row.state ? badge(row.state) : null]
            )
          )
        ]);
      })
    );
  }

  function partnerList(sheet) {
    const rows = [];
    data.partner_themes.forEach((theme) => {
      sheet.partners
        .filter((row) => row.theme === theme.id)
        .forEach((row) => {
          const project = data.projects[row.project];
          rows.push(
            make('li', {}, [
              make('span', {class: 'lead'}, [chip(theme, '', row.wide)]),
              make('div', {}, [
                make('strong', {text: project.name}),
                make('span', {text: [theme.label, project.who, project.years].filter(Boolean).join(' · ')}),
                make('span', {text: fill(texts.stated, row)})
              ])
            ])
          );
        });
    });
    return make('ul', {class: 'list'}, rows);
  }

  function stateList(sheet) {
    return make(
      'ul',
      {class: 'list'},
      sheet.states.map((row) =>
        make('li', {}, [
          make('div', {}, [make('strong', {text: row.label}), make('span', {text: row.done}), badge(row.state)])
        ])
      )
    );
  }

  function startList(sheet) {
    return make(
      'ul',
      {class: 'list start'},
      sheet.start.map((row) =>
        make('li', {}, [
          make('span', {class: 'lead', text: row.rank}),
          make('div', {}, [
            make('strong', {text: row.rank === 1 ? fill(texts.start_first, row) : row.name}),
            make('span', {text: row.score}),
            row.why ? make('span', {text: row.why}) : null
          ])
        ])
      )
    );
  }

  function ficheBody(sheet) {
    const parts = sheet.difference
      ? [
          make('p', {class: 'differs'}, [
            make('strong', {text: texts.difference + texts.colon}),
            make('span', {text: sheet.difference})
          ])
        ]
      : [];
    parts.push(figures(sheet));
    if (sheet.reason) {
      parts.push(make('p', {class: 'reason', text: sheet.reason}));
    }
    if (sheet.firm_text) {
      parts.push(make('p', {class: 'small', text: sheet.firm_text}));
    }
    parts.push(make('p', {class: 'small', text: (sheet.facts || []).join(' · ')}));
    if (sheet.stake) {
      parts.push(
        section(
          texts.at_stake,
          sheet.stake.map((line) => make('p', {class: 'small', text: line}))
        )
      );
    }
    if (sheet.groups) {
      parts.push(
        section(texts.contributions, [
          contributionList(sheet),
          make('p', {class: 'small', text: [sheet.data, sheet.ceiling].filter(Boolean).join('. ')})
        ])
      );
    }
    if (sheet.coverage && sheet.coverage.length) {
      parts.push(section(`${texts.coverage} (${sheet.coverage_years.join(' → ')})`, [coverageList(sheet)]));
    }
    const access = carte.accessSection(sheet);
    if (access) {
      parts.push(access);
    }
    if (sheet.start) {
      parts.push(
        section(
          texts.start_here,
          [
            sheet.start.length ? startList(sheet) : null,
            sheet.unranked ? make('p', {class: 'small', text: sheet.unranked}) : null,
            make('p', {class: 'small', text: texts.start_note})
          ].filter(Boolean)
        )
      );
    }
    parts.push(section(texts.works, [sheet.works ? workList(sheet) : make('p', {class: 'small', text: texts.none})]));
    parts.push(
      section(texts.partners, [sheet.partners ? partnerList(sheet) : make('p', {class: 'small', text: texts.none})])
    );
    if (sheet.states) {
      parts.push(section(texts.indicators, [stateList(sheet)]));
    }
    return parts;
  }

  /** @type {Carte['openFiche']} */
  function openFiche(k) {
    const cercle = data.cercles[k];
    if (!cercle) {
      return;
    }
    const panel = document.getElementById('fiche');
    if (panel.hidden) {
      carte.openedFrom = /** @type {HTMLElement} */ (document.activeElement);
    }
    panel.textContent = '';
    panel.appendChild(headOfFiche(cercle));
    ficheBody(cercle.fiche).forEach((node) => {
      panel.appendChild(node);
    });
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.setAttribute('aria-labelledby', 'fiche-title');
    document.body.classList.add('fiche-open');
    state.open = k;
    mark(cercle);
    map.invalidateSize();
    panel.focus({preventScroll: true});
  }

  function mark(cercle) {
    found.setLatLngs(areas(cercle.g)).addTo(map);
  }

  /** @type {Carte['closeFiche']} */
  function closeFiche() {
    document.getElementById('fiche').hidden = true;
    document.body.classList.remove('fiche-open');
    state.open = -1;
    map.removeLayer(found);
    map.invalidateSize();
    if (carte.openedFrom && carte.openedFrom.focus) {
      carte.openedFrom.focus();
    }
  }

  carte.section = section;
  carte.bar = bar;
  carte.badge = badge;
  carte.openFiche = openFiche;
  carte.closeFiche = closeFiche;
})();
