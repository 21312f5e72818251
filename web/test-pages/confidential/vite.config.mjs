// The product's own modules with a page around them that shows what came in; the tests build it.
export default { base: "./", worker: { format: "es" }, build: { target: "es2022", assetsInlineLimit: 0 } };
