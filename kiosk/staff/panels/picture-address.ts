import { ENDPOINTS } from '../../../agent/contract/endpoints.ts';

export const pictureAddress = (id: string): string =>
  ENDPOINTS.staffPicture.path.replace(':id', encodeURIComponent(id));
