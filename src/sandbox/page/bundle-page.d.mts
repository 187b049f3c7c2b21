/** @param folder where `page.js` and `page-style.css` are written */
export declare function bundlePage(folder: string): Promise<void>;
