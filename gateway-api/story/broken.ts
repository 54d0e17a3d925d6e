/** The story cannot go on: something is not as it has to be, in one sentence. */
export class StoryBroken extends Error {
  override readonly name = 'StoryBroken';
}
