import type { Logo } from '../core/appearance.ts';

/** Pictures that the operator named, after they were checked. */
export interface PictureSource {
  /**
   * A file is read, or an address fetched, at the first call, and again when it may have changed. Until then the same
   * picture is returned.
   * @returns undefined if it can't be had or is not a picture within the limits; the log says why, once a change. Never
   * rejects.
   */
  logo(logo: Logo): Promise<CheckedPicture | undefined>;
}

/** A raster picture: its kind and its size were read from its own header. */
export interface CheckedPicture {
  /** At most two megabytes. */
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  /** Pixels, 1-4,096 each. */
  readonly width: number;
  readonly height: number;
}
