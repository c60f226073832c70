"use strict";
// Starts Swagger UI on our own specification; nothing is loaded from elsewhere.
(function () {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  follow();
  dark.addEventListener("change", follow);
  window.ui = SwaggerUIBundle({
    url: document.getElementById("operations").dataset.specification,
    dom_id: "#operations",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    syntaxHighlight: { activated: true },
    requestSnippetsEnabled: true,
  });
})();
