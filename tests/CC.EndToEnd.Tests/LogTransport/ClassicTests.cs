using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

public sealed class ClassicTests
{
    [Fact]
    public async Task A_file_that_grows_arrives_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        await using var central = await Nodes.StartCentralAsync(folder);
        await using var source = await Nodes.StartSourceAsync(folder, central.Endpoint);
        var log = Path.Combine(folder["logs"], "app-1.log");

        await File.AppendAllTextAsync(log, "first line\n");
        await File.AppendAllTextAsync(log, "second line\npart of a third");

        await Eventually.SameContentAsync(log, Path.Combine(folder["copies"], Environment.MachineName, "app-1.log"));
    }
}
