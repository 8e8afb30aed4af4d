// tsyringe refuses to load before this, whichever file needs it first.
import 'reflect-metadata';

export { container as tsyringe, inject } from 'tsyringe';
