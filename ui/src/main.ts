import { mount } from 'svelte';
import { openHost } from './lib/host/open';
import { App } from './lib/state/app.svelte';
import Root from './Root.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
const app = new App(await openHost());
mount(Root, { target, props: { app } });
