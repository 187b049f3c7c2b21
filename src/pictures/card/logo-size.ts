export interface CardLogo {
  /** A raster picture whose size was checked. */
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The largest size within a box that keeps a picture's proportions, in whole pixels. */
export function logoSize(
  { width, height }: Pick<CardLogo, 'width' | 'height'>,
  box: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
