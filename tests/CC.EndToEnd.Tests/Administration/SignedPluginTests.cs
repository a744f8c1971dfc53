using System.Text.Json;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class SignedPluginTests : HostTest
{
    private readonly SigningAuthority authority;

    public SignedPluginTests() => authority = new SigningAuthority(Folder);

    [Fact]
    public async Task A_plugin_that_ccctl_has_signed_is_loaded_and_one_that_was_changed_since_is_not()
    {
        var ini = GatedIni();
        await Ctl.RunAsync(0, ["plugins", "sign", Plugin, .. authority.Options]);
        await using var server = await ServerProcess.StartAsync(ini);

        var sound = await Ctl.RunAsync(0, "plugins", "verify", "Outsider", "-e", server.Endpoint);
        await File.AppendAllTextAsync(Plugin, "x");
        var changed = await Ctl.RunAsync(1, "plugins", "verify", "Outsider", "-e", server.Endpoint);
        var refused = await Ctl.RunAsync(3, "plugins", "reload", "Outsider", "-e", server.Endpoint);
        await Ctl.RunAsync(0, ["plugins", "sign", Plugin, .. authority.Options]);
        await Ctl.RunAsync(0, "plugins", "reload", "Outsider", "-e", server.Endpoint);

        Assert.Contains("CN=Signer", sound.Output);
        Assert.Contains("invalid", changed.Output);
        Assert.Contains("does not hold", refused.Error);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Verify_names_each_file_whose_signature_is_missing_or_does_not_hold()
    {
        var folder = Path.GetDirectoryName(Plugin)!;
        var (signed, unsigned) = (Path.Combine(folder, "signed.so"), Path.Combine(folder, "unsigned.so"));
        var ini = GatedIni();
        await File.WriteAllTextAsync(signed, "x");
        await Ctl.RunAsync(0, ["plugins", "sign", Plugin, signed, .. authority.Options]);
        await using var server = await ServerProcess.StartAsync(ini);
        await Ctl.RunAsync(0, "plugins", "verify", "Outsider", "-e", server.Endpoint);

        await File.WriteAllTextAsync(signed, "y");
        await File.WriteAllTextAsync(unsigned, "z");
        var verified = await Ctl.RunAsync(1, "plugins", "verify", "Outsider", "--json", "-e", server.Endpoint);

        var answer = JsonDocument.Parse(verified.Output).RootElement;
        Assert.Equal("invalid", answer.GetProperty("signature").GetString());
        Assert.Equal(answer.GetProperty("disk_sha256").GetString(), answer.GetProperty("loaded_sha256").GetString());
        Assert.Equal(
            [("signed.so", "changed"), ("unsigned.so", "new"), ("signed.so", "signature-invalid"), ("unsigned.so", "signature-missing")],
            answer.GetProperty("findings").EnumerateArray().Select(found => (found.GetProperty("file").GetString(), found.GetProperty("finding").GetString())));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task An_unsigned_plugin_is_not_loaded() =>
        Assert.Contains("has no signature", await RunAsync(4, GatedIni()));

    [Fact]
    public async Task One_that_somebody_else_has_signed_is_not_loaded()
    {
        var ini = GatedIni();
        await Ctl.RunAsync(0, ["plugins", "sign", Plugin, .. new SigningAuthority(Folder, "other").Options]);

        Assert.Contains("is not one of a configured authority", await RunAsync(4, ini));
    }

    [Theory]
    [InlineData("missing.pem", "Could not find file '{0}'")]
    [InlineData("empty.pem", "it holds no certificate")]
    [InlineData("key.pem", "it holds no certificate")]
    [InlineData("broken.pem", "")]
    [InlineData(".", "")]
    public async Task An_authority_that_can_not_be_used_is_told_of_once_at_the_start_and_when_the_configuration_is_read_again(string name, string why)
    {
        var ini = GatedIni();
        await Ctl.RunAsync(0, ["plugins", "sign", Plugin, .. authority.Options]);
        Folder.File("empty.pem", "");
        Folder.File("key.pem", await File.ReadAllTextAsync(authority.Options[1]));
        Folder.File("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var bad = Folder.File("bad.ini", (await File.ReadAllTextAsync(ini)).Replace(authority.Certificate, Folder[name], StringComparison.Ordinal));
        var said = $"[plugins] signature-ca = {Folder[name]}: can't be used: {string.Format(null, why, Folder[name])}";

        var output = await RunAsync(2, bad);
        await using var server = await ServerProcess.StartAsync(ini);
        File.Copy(bad, ini, overwrite: true);
        server.Signal(1);
        var refused = await server.WaitForLineAsync("the configuration is not taken on");
        await Ctl.RunAsync(0, "plugins", "reload", "Outsider", "-e", server.Endpoint);

        var line = Assert.Single(output.Split('\n'), line => line.Contains("can't be used", StringComparison.Ordinal));
        Assert.Contains($"bad.ini:9: {said}", line, StringComparison.Ordinal);
        Assert.EndsWith("; name a PEM file with the certificates of the authorities whose signatures count", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Outsider", output, StringComparison.Ordinal);
        Assert.DoesNotContain("gate", output, StringComparison.Ordinal);
        Assert.Contains(said, refused, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(refused, Assert.Single(server.Errors));
    }

    private string Plugin => Path.Combine(Folder["plugins"], "Outsider", "Outsider.dll");

    /// <summary>A node that needs that plugin alone; changes of its files are taken up only when that is asked for.</summary>
    private string GatedIni() => Folder.File("signed.ini", $"""
        [ccserver]
        cc-socket = tcp://127.0.0.1:*
        cc-role = insecure
        {WithOutsider()}

        [plugins]
        watch = no
        require-signature = yes
        signature-ca = {authority.Certificate}

        [routes]
        pub = h:gate

        [h:gate]
        handler = gate
        open-file = {Folder["gate"]}
        journal = {Folder["journal"]}
        """);
}
