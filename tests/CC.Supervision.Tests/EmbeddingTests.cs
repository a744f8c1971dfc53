using System.Diagnostics;
using System.Reflection;

namespace CC.Supervision.Tests;

/// <summary>The example of a program that supervises by itself.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public async Task The_example_replaces_a_worker_and_leaves_nothing_running()
    {
        var program = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Embedding").Value!;
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;

        var lines = (await process.StandardOutput.ReadToEndAsync().LimitAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync().LimitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("running: 1", lines);
        Assert.Contains("job.default.worker.exit 1", lines);
        Assert.DoesNotContain(
            Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)),
            folder => EnvironmentOf(folder).Contains("CC_SUPERVISOR=supervisor\0CC_JOB=default.worker", StringComparison.Ordinal));
    }

    private static string EnvironmentOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
