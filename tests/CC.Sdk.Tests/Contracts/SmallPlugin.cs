using CC.Sdk.Testing;
using CC.Sdk.Testing.Contracts;

namespace CC.Sdk.Tests.Contracts;

/// <summary>A plugin of one source with its sample, built on the spot, and what the contract says to it.</summary>
internal sealed class SmallPlugin : IDisposable
{
    /// <summary>For what must not end. What does end takes no part of it, but for a machine that is busy.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder folder = new();
    private readonly string assembly;
    private readonly string sample;

    /// <param name="source">The plugin; <c>using CC.Sdk;</c> and the usual namespaces are there already.</param>
    /// <param name="section">The section of its sample.</param>
    /// <param name="library">The source of a library that it refers to and does not bring along.</param>
    public SmallPlugin(string source, string section, string? library = null)
    {
        byte[][] others = library is null ? [] : [CompiledSource.Build("Absent", library)];
        assembly = folder["Small.dll"];
        File.WriteAllBytes(assembly, CompiledSource.Build("Small", $"using CC.Sdk;\n{source}", others));
        sample = folder.File("sample.ini", $"[ccserver]\ncc-socket = tcp://127.0.0.1:0\ncc-role = local\n\n{section}\n");
    }

    public static IEnumerable<string> Rules { get; } = [.. PluginContract.ChecksOf("Small.dll", "sample.ini").Select(check => check.Id)];

    /// <summary>Puts a file beside the plugin.</summary>
    public SmallPlugin With(string file)
    {
        folder.File(file, "");
        return this;
    }

    public Task CheckAsync(string rule) => CheckAsync(rule, ContractSubject.UsualPatience);

    /// <summary>What is said about the plugin's breach of a rule.</summary>
    public async Task<string> BreachAsync(string rule) => (await Assert.ThrowsAsync<ContractViolation>(() => CheckAsync(rule, ShortPatience))).Message;

    public void Dispose() => folder.Dispose();

    private Task CheckAsync(string rule, TimeSpan patience) =>
        PluginContract.ChecksOf(new ContractSubject(assembly, sample, text => text, patience)).Single(check => check.Id == rule).RunAsync();
}
