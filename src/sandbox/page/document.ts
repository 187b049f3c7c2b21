/** The page before its script has run. */
export const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cliffhanger sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page-style.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<div id="page"><p class="opening">Opening the sandbox … <noscript>It needs JavaScript.</noscript></p></div>
</body>
</html>
`;
