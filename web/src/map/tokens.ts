import tokens from '../../../geo/layer/tokens.json'

/**
 * The quiet colours of the map: white, one blue, ink. Colour belongs to the data.
 * They stand beside the scale, where the published styles read them too.
 */
export type Tokens = typeof tokens

export const light: Tokens = tokens
