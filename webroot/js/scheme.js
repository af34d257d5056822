// The official theme is dark only where an attribute says so. Not deferred: the first paint must know.
'use strict';
(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.setAttribute('data-fr-theme', dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', apply);
  apply();
})();
