using System.Text.Json;
using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class CtlFilesTests
{
    [Theory]
    [InlineData("logmask = *.log", "host-subdirs = yes", "")]
    [InlineData("logmask = *.log\ncompression = gzip\nbuffer-bytes = 65536\nbuffer-delay = 0.2", "host-subdirs = yes\nwrite-compressed = yes\ncompression = gzip", ".gz")]
    public async Task Both_ends_of_a_transport_are_compared_byte_for_byte(string tailer, string writer, string extension)
    {
        await using var transport = new Transport(tailer, writer);
        await transport.StartAsync();
        var log = transport.Log("app-1.log");
        await File.AppendAllTextAsync(log, SomeLines.Of("app-1.log", 5000));
        await File.AppendAllTextAsync(transport.Log("app-2.log"), SomeLines.Of("app-2.log", 10));

        await SaysAsync(0, output => IsWhole(output, log), "files", "status", "--json", "--match", "*app-1.log", "-e", transport.Source.Endpoint);
        await SaysAsync(0, output => output.EndsWith("2 identical", StringComparison.Ordinal), Verify(transport));

        var copy = $"{transport.Copy("app-1.log")}{extension}";
        var octets = await File.ReadAllBytesAsync(copy);
        octets[^(extension.Length == 0 ? 100 : 12)] ^= 1;
        await File.WriteAllBytesAsync(copy, octets);
        await SaysAsync(1, output => output.EndsWith("1 different, 1 identical", StringComparison.Ordinal) || output.EndsWith("1 identical, 1 unreadable", StringComparison.Ordinal), Verify(transport));
    }

    private static string[] Verify(Transport transport) => ["files", "verify", "--source", transport.Source.Endpoint, "--target", transport.Central.Endpoint];

    private static bool IsWhole(string output, string log)
    {
        var files = JsonDocument.Parse(output).RootElement.GetProperty("files");
        return files.GetArrayLength() == 1 && files[0] is var file && file.GetProperty("filename").GetString() == log && file.GetProperty("role").GetString() == "source"
            && file.GetProperty("acked").GetInt64() == new FileInfo(log).Length && file.GetProperty("in_flight").GetInt64() == 0;
    }

    /// <summary>Asks until it is so: what is acknowledged, and when, nobody announces.</summary>
    private static async Task SaysAsync(int exitCode, Predicate<string> isSo, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (true)
        {
            await using var ctl = Ctl.Start(new Dictionary<string, string>(), arguments);
            if (await ctl.EndAsync() == exitCode && isSo(ctl.Output))
            {
                return;
            }

            Assert.False(patience.IsCancellationRequested, $"it goes on saying\n{ctl.Output}\n{ctl.Error}");
        }
    }
}
