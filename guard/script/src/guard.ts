// The browser guard. It is put into a page before every other script.
import { self } from './natives';
import { guardRealm } from './realm';

guardRealm(self);
