// The official clients: both lines have the same shape.
export async function connected(Client, transport, options) {
  const client = new Client({ name: "trial", version: "1" }, options);
  await client.connect(transport);
  const { tools } = await client.listTools();
  return [tools.map((tool) => tool.name), (name, given) => client.callTool({ name, arguments: given })];
}
