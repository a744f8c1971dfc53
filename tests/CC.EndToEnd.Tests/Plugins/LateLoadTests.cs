using CC.Client;
using CC.Client.Control;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>A signed plugin that loads two of its assemblies when it is called first: one that it refers to, and one that it knows by name.</summary>
public sealed class LateLoadTests : PluginTest
{
    private readonly SigningAuthority authority;

    public LateLoadTests() => authority = new SigningAuthority(Folder);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_loads_what_is_of_its_build_though_one_that_was_refused_lies_in_its_folder(bool isSignedInPart)
    {
        DeployAll("one", page: "1");
        await SignAsync("Weather", "Almanac", "Atlas");
        await using var server = await ServerProcess.StartAsync(SignedIni());
        await using var client = new CcClient(server.Endpoint);

        DeployAll("two", page: "2");
        await SignAsync(isSignedInPart ? ["Weather"] : []);
        await RequestAsync(client, ControlTypes.PluginReload, Weather);
        var refused = await DescribeAsync(client);

        Assert.Equal(("active", "invalid"), (refused.State, refused.Refused));
        Assert.StartsWith($"the signature {Path.Combine(Plugins, Weather, isSignedInPart ? "Almanac" : "Weather")}.dll.p7s does not hold: ", refused.Why, StringComparison.Ordinal);
        Assert.Equal("one 1 Atlas", await AskAsync(client));
        await SignAsync("Weather", "Almanac", "Atlas");
        await RequestAsync(client, ControlTypes.PluginReload, Weather);
        Assert.Equal("two 2 Atlas", await AskAsync(client));
        await StopInOrderAsync(server);
    }

    [Theory]
    [InlineData(false, "has no signature, and require-signature is set; sign it with: ccctl plugins sign ")]
    [InlineData(true, ".p7s does not hold: ")]
    public async Task What_it_refers_to_nowhere_is_not_loaded_without_a_signature_that_counts_either(bool hasOne, string why)
    {
        DeployAll("one", page: "1");
        await SignAsync("Weather", "Almanac", "Atlas");
        Remake(hasOne);
        await using var server = await ServerProcess.StartAsync(SignedIni());
        await using var client = new CcClient(server.Endpoint);

        var answer = await AskAsync(client);

        Assert.StartsWith("one 1 ", answer, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Plugins, Weather, "Atlas.dll"), answer, StringComparison.Ordinal);
        Assert.Contains(why, answer, StringComparison.Ordinal);
        await SignAsync("Atlas");
        await RequestAsync(client, ControlTypes.PluginReload, Weather);
        Assert.Equal("one 1 Atlas", await AskAsync(client));
        await StopInOrderAsync(server);
    }

    private void Remake(bool hasSignature)
    {
        PluginSource.Deploy(Plugins, Weather, CompiledSource.Build("Atlas", "public static class Atlas { public const int Pages = 2; }"), "Atlas");
        if (!hasSignature)
        {
            File.Delete(Path.Combine(Plugins, Weather, "Atlas.dll.p7s"));
        }
    }

    private void DeployAll(string text, string page)
    {
        var almanac = CompiledSource.Build("Almanac", PluginSource.Bad("Almanac").Replace("42", page, StringComparison.Ordinal));
        PluginSource.Deploy(Plugins, Weather, almanac, "Almanac");
        PluginSource.Deploy(Plugins, Weather, CompiledSource.Build("Atlas", "public static class Atlas;"), "Atlas");
        PluginSource.Deploy(Plugins, Weather, CompiledSource.Build(Weather, PluginSource.Bad("ReadsLate").Replace("\"hello\"", $"\"{text}\"", StringComparison.Ordinal), almanac));
    }

    private Task SignAsync(params string[] names) => names is []
        ? Task.CompletedTask
        : Ctl.RunAsync(0, ["plugins", "sign", .. names.Select(name => Path.Combine(Plugins, Weather, $"{name}.dll")), .. authority.Options]);

    /// <summary>A node that needs no other plugin, since those that are shipped are not signed by this authority.</summary>
    private string SignedIni() => Folder.File("signed.ini", $"""
        [ccserver]
        cc-socket = tcp://127.0.0.1:*
        cc-role = insecure
        plugins-dir = {Plugins}

        [plugins]
        watch = no
        require-signature = yes
        signature-ca = {authority.Certificate}

        [routes]
        weather = h:weather

        [h:weather]
        handler = weather
        """);
}
