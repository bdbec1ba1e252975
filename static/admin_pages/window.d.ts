/** Chart.js comes as a classic script: its modules would import by names that no page here maps. */
interface Window {
  Chart?: new (canvas: HTMLCanvasElement, configuration: object) => { destroy(): void };
}
