using System.Text.Json;
using CC.Client;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Template.Tests;

/// <summary>What a client is told by the template's handler.</summary>
internal static class Question
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public static async Task<string?> AskAsync(CcClient client)
    {
        var answer = await client.RequestAsync(Message.Create("weather.now", "{\"req\": \"weather.now\"}"u8.ToArray()), ServerProcess.Patience);
        using var body = JsonDocument.Parse(answer.Body);
        return body.RootElement.GetProperty("text").GetString();
    }

    /// <summary>Asks again and again until the answer is this one.</summary>
    public static async Task UntilAsync(CcClient client, string text)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (await AskAsync(client) is var answer && answer != text)
        {
            Assert.False(patience.IsCancellationRequested, $"The answer is still '{answer}', and not '{text}'");
            await Task.Delay(Pace);
        }
    }
}
