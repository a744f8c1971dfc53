using System.IO.Compression;
using System.Text.Json;
using CC.EndToEnd.Tests.InfoTransport;
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
        await SaysAsync(0, output => output.EndsWith("2 identical", StringComparison.Ordinal), Verify(transport.Source, transport.Central));

        var copy = $"{transport.Copy("app-1.log")}{extension}";
        var octets = await File.ReadAllBytesAsync(copy);
        octets[^(extension.Length == 0 ? 100 : 12)] ^= 1;
        await File.WriteAllBytesAsync(copy, octets);
        await SaysAsync(1, output => output.EndsWith("1 different, 1 identical", StringComparison.Ordinal) || output.EndsWith("1 identical, 1 unreadable", StringComparison.Ordinal), Verify(transport.Source, transport.Central));
    }

    [Theory]
    [InlineData("", "host-subdirs = yes", "")]
    [InlineData("compression = gzip", "host-subdirs = yes\nwrite-compressed = keep", ".gz")]
    public async Task Info_files_are_told_of_while_they_are_under_way_and_compared_when_they_are_there(string sender, string writer, string extension)
    {
        await using var transport = new FileTransport($"piece-bytes = 64K\n{sender}", writer);
        string[] status = ["files", "status", "--json", "-e", transport.Source.Endpoint], verify = Verify(transport.Source, transport.Central);
        transport.Write("disk", "content\n");
        transport.Write("empty", "");
        transport.Write("long", SomeLines.Noise(1_000_000));

        await transport.StartSourceAsync();
        await SaysAsync(0, output => States(output) is ["sending 0 8", "sending 0 0", "sending 0 65536"], status); // Nobody is there to receive it.
        await transport.Central.StartAsync();
        await SaysAsync(0, output => States(output) is ["done 8 0", "done 0 0", "done 1000000 0"], status);
        await SaysAsync(0, output => output.EndsWith("3 identical", StringComparison.Ordinal), verify);
        await transport.Central.StopAsync();
        await transport.Central.StartAsync();
        await SaysAsync(0, output => output.EndsWith("2 identical, 1 waiting", StringComparison.Ordinal), verify); // By their names. Of what is empty only who has seen it come can tell.

        var copy = transport.Copy("disk") + extension;
        await File.WriteAllBytesAsync(copy, [.. await File.ReadAllBytesAsync(copy), .. extension.Length == 0 ? "more"u8 : Packed("more"u8)]);
        File.Delete(transport.Copy("long") + extension);
        await SaysAsync(1, output => output.EndsWith("1 different, 1 missing, 1 waiting", StringComparison.Ordinal), verify);
        transport.NothingFailed();
    }

    private static string[] Verify(TestNode source, TestNode target) => ["files", "verify", "--source", source.Endpoint, "--target", target.Endpoint];

    private static string[] States(string output) => [.. JsonDocument.Parse(output).RootElement.GetProperty("files").EnumerateArray()
        .Select(file => $"{file.GetProperty("state")} {file.GetProperty("acked")} {file.GetProperty("in_flight")}")];

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest))
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }

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
