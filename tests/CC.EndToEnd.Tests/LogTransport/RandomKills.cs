namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Kills nodes at random moments, and starts them again.</summary>
internal static class RandomKills
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(IReadOnlyList<TestNode> nodes, int kills, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < kills; i++)
        {
            await Task.Delay(random.NextDouble() * LongestPause);
            var node = nodes[random.Next(nodes.Count)];
            await node.KillAsync();
            await node.StartAsync();
        }
    }
}
