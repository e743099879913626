// Put the parts together.
(() => {
  'use strict';

  const {
    FAR,
    MAX_ZOOM,
    buildClock,
    buildPanel,
    buildSearch,
    cercleLayers,
    changed,
    closeFiche,
    closeTables,
    data,
    declareOverlays,
    fit,
    keepInside,
    make,
    map,
    markYear,
    openTables,
    overlays,
    paint,
    partnerLayer,
    placeNames,
    refreshLegend,
    refreshPartners,
    sayTrial,
    show,
    slotted,
    state,
    texts,
    watchers
  } = carte;

  watchers.push((what) => {
    if (what === 'theme' || what === 'year') {
      paint();
    }
    if (what === 'theme') {
      buildClock();
    }
    if (what === 'theme') {
      sayTrial();
    }
    if (what === 'year') {
      Object.keys(overlays).forEach((id) => {
        const layer = overlays[id].layer;
        if (layer && layer.refresh && state.shown[id]) {
          layer.refresh();
        }
      });
    }
    if (what === 'year') {
      markYear();
    }
    if (what === 'window' && overlays.counts.layer) {
      overlays.counts.layer.refresh();
    }
    if (what === 'overlay') {
      refreshPartners();
      buildClock();
    }
    if (what === 'overlay' || what === 'year') {
      placeNames();
    }
    refreshLegend();
  });

  slotted(
    data.works.filter((row) => row.x),
    true
  );
  slotted(data.facilities, false);
  declareOverlays();
  buildPanel();
  buildSearch();
  L.control.scale({imperial: false, position: 'bottomleft', maxWidth: 140}).addTo(map);
  L.control.zoom({position: 'topright', zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out}).addTo(map);

  function goButton(words, sign, go) {
    const button = make('a', {href: '#', role: 'button', title: words, 'aria-label': words, text: sign});
    L.DomEvent.on(button, 'click', (event) => {
      L.DomEvent.stop(event);
      go();
    });
    return button;
  }

  const Home = L.Control.extend({
    onAdd: () => {
      const holder = make('div', {class: 'leaflet-bar'}, [
        goButton(texts.home, '⌂', whole),
        data.dense
          ? goButton(texts.dense, '◎', () => {
              fit(data.dense, 9, 8);
            })
          : null
      ]);
      L.DomEvent.disableClickPropagation(holder);
      return holder;
    }
  });
  map.addControl(new Home({position: 'topright'}));
  map.getContainer().setAttribute('aria-label', texts.map);
  map.getContainer().setAttribute('role', 'application');

  // Twice: how much room the cards below need is known once the names have their places.
  /** @type {Carte['whole']} */
  function whole() {
    fit(data.bounds, MAX_ZOOM, 8);
    if (document.body.classList.contains('narrow')) {
      fit(data.bounds, MAX_ZOOM, 8);
    }
  }

  partnerLayer.addTo(map);
  if (window.matchMedia('(max-width: 760px)').matches) {
    document.getElementById('legend').classList.add('closed');
  }
  refreshLegend();
  whole();
  map.setMaxBounds(L.latLngBounds(data.bounds).pad(1.5));
  Object.keys(overlays).forEach((id) => {
    if (state.shown[id]) {
      show(id, true);
    }
  });
  map.on('zoomend', () => {
    document.body.classList.toggle('far', map.getZoom() < FAR);
  });
  map.on('moveend', () => {
    const before = carte.yielded;
    placeNames();
    if (carte.yielded !== before) {
      refreshLegend();
    }
  });
  map.fire('zoomend');
  changed('theme');
  whole();

  document.getElementById('open-tables').addEventListener('click', () => {
    openTables(null);
  });
  Array.prototype.forEach.call(document.querySelectorAll('.strip button'), (button) => {
    button.addEventListener('click', () => {
      openTables(button.getAttribute('data-tab'));
    });
  });
  document.getElementById('print').addEventListener('click', () => {
    window.print();
  });
  document.addEventListener('keydown', (event) => {
    keepInside(event);
    if (event.key !== 'Escape') {
      return;
    }
    if (!document.getElementById('tables').hidden) {
      closeTables();
    } else if (!document.getElementById('fiche').hidden) {
      closeFiche();
    }
  });

  // The sheet of paper has another form than the window: show the same thing on it.
  function refit() {
    map.invalidateSize({animate: false});
    if (state.open >= 0) {
      fit(cercleLayers[state.open].getBounds(), 8.5, 24);
    } else {
      whole();
    }
  }
  window.matchMedia('print').addListener(refit);
  window.addEventListener('beforeprint', refit);
  document.body.classList.add('ready');

  carte.whole = whole;
})();
