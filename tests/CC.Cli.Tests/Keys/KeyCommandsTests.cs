using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CC.Cli.Keys;
using CC.Cms;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Keys;

public sealed class KeyCommandsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Makes_keys_that_sign_and_verify_and_that_only_their_owner_reads()
    {
        await MakeAsync("ca", "siteca");
        var ran = await MakeAsync("server", "node1", "--ca", "siteca");
        await MakeAsync("user", "admin", "--ca", "siteca", "--subject", "CN=admin, O=Example", "--email", "admin@example.org");

        Assert.Contains("CN=node1, valid until", ran.Output);
        var store = new KeyStore(folder.Path);
        var signature = ContentSigner.Open(store, "admin", CmsDigest.Sha256, TimeProvider.System).SignDetached("x"u8);
        Assert.Equal("CN=admin, O=Example", SignatureVerifier.Open(store, ["siteca"], "", TimeProvider.System).VerifyDetached(signature, "x"u8.ToArray()).Subject);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.KeyFile("node1")));
        }
    }

    [Fact]
    public async Task Nothing_is_overwritten_unless_that_is_wanted()
    {
        await MakeAsync("ca", "siteca");
        var before = await File.ReadAllTextAsync(folder["siteca.crt"]);

        var refused = await RunAsync("ca", "siteca");
        Assert.Equal((ExitCode.Usage, before), (refused.Code, await File.ReadAllTextAsync(folder["siteca.crt"])));
        Assert.Contains("--force", refused.Error);

        await MakeAsync("ca", "siteca", "--force");
        Assert.NotEqual(before, await File.ReadAllTextAsync(folder["siteca.crt"]));
    }

    [Fact]
    public async Task Lists_what_is_there_and_what_is_wrong_with_it()
    {
        await MakeAsync("ca", "siteca");
        await MakeAsync("server", "node1", "--ca", "siteca", "--days", "5");
        folder.File("broken.crt", "nothing");

        var keys = JsonDocument.Parse((await RunAsync("list", "--json")).Output).RootElement.EnumerateArray().ToDictionary(key => key.GetProperty("name").GetString()!);
        var listing = (await RunAsync("list")).Output;

        Assert.Equal(["broken", "node1", "siteca"], keys.Keys);
        Assert.Contains("holds no certificate", keys["broken"].GetProperty("problem").GetString());
        Assert.Contains("expires soon", keys["node1"].GetProperty("problem").GetString());
        Assert.Equal(("ca", ""), (keys["siteca"].GetProperty("kind").GetString(), keys["siteca"].GetProperty("problem").GetString()));
        Assert.Contains("node1", listing);
    }

    [Fact]
    public async Task Explains_each_rule_of_a_certificate_and_of_a_signature()
    {
        await MakeAsync("ca", "siteca");
        await MakeAsync("ca", "other");
        await MakeAsync("user", "admin", "--ca", "siteca");
        var content = folder.File("body", "x");
        await File.WriteAllBytesAsync(folder["signature"], ContentSigner.Open(new KeyStore(folder.Path), "admin", CmsDigest.Sha256, TimeProvider.System).SignDetached("x"u8));

        var good = await RunAsync("explain", "admin", "--verify-ca", "siteca");
        var file = await RunAsync("explain", folder["admin.crt"], "--verify-ca", "siteca");
        var foreign = await RunAsync("explain", "admin", "--verify-ca", "other");
        var signature = await RunAsync("explain", folder["signature"], "--content", content, "--verify-ca", "siteca");
        var changed = await RunAsync("explain", folder["signature"], "--content", folder["admin.crt"], "--verify-ca", "siteca", "--json");

        Assert.Equal((ExitCode.Ok, ExitCode.Ok, ExitCode.Failed, ExitCode.Ok, ExitCode.Failed), (good.Code, file.Code, foreign.Code, signature.Code, changed.Code));
        Assert.Contains("FAIL  issued by a configured authority", foreign.Output);
        Assert.Contains("next: have one of the configured authorities", foreign.Output);
        var broken = JsonDocument.Parse(changed.Output).RootElement.GetProperty("rules").EnumerateArray().Single(rule => !rule.GetProperty("passed").GetBoolean());
        Assert.Equal("it is of other content", broken.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Revokes_and_remembers_what_was_revoked_before()
    {
        await MakeAsync("ca", "siteca");
        foreach (var name in new[] { "a", "b", "c" })
        {
            await MakeAsync("user", name, "--ca", "siteca");
        }

        await MakeAsync("revoke", "a", "--ca", "siteca");
        await MakeAsync("revoke", "b", "--ca", "siteca");
        await MakeAsync("crl", "siteca");

        string[] check = ["--verify-ca", "siteca", "--crl", folder["siteca.crl"]];
        Assert.Equal(ExitCode.Failed, (await RunAsync(["explain", "a", .. check])).Code);
        Assert.Equal(ExitCode.Failed, (await RunAsync(["explain", "b", .. check])).Code);
        Assert.Equal(ExitCode.Ok, (await RunAsync(["explain", "c", .. check])).Code);
    }

    [Theory]
    [InlineData("is no name", "ca", "../siteca")]
    [InlineData("can't be read", "user", "x", "--ca", "nobody")]
    [InlineData("--verify-ca", "explain", "x")]
    [InlineData("must be from 2048", "ca", "x", "--bits", "512")]
    [InlineData("neither a name", "explain", "nobody", "--verify-ca", "siteca")]
    public async Task What_makes_no_sense_is_named(string text, params string[] arguments)
    {
        await MakeAsync("ca", "siteca");

        var ran = await RunAsync(arguments);

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Contains(text, ran.Error);
    }

    [Fact]
    public async Task Only_an_authority_that_is_valid_issues_anything()
    {
        await MakeAsync("ca", "siteca");
        await MakeAsync("user", "user1", "--ca", "siteca");
        using var key = RSA.Create(2048);
        using var late = CertificateIssuer.Authority(new X500DistinguishedName("CN=late"), key, TimeProvider.System.GetUtcNow().AddDays(-2), TimeSpan.FromDays(1));
        new KeyFolder(folder.Path).Write("late", late, key);

        var byUser = await RunAsync("user", "x", "--ca", "user1");
        var list = await RunAsync("crl", "user1");
        var byLate = await RunAsync("server", "x", "--ca", "late");

        Assert.Equal((ExitCode.Usage, "ccctl: --ca user1: CN=user1 is no authority; make an authority with: ccctl keys ca NAME\n"), (byUser.Code, byUser.Error));
        Assert.Equal((byUser.Code, byUser.Error), (list.Code, list.Error));
        Assert.Equal(ExitCode.Usage, byLate.Code);
        Assert.Contains("--ca late: CN=late was valid until 2", byLate.Error);
    }

    private async Task<Ran> MakeAsync(params string[] arguments)
    {
        var ran = await RunAsync(arguments);
        Assert.True(ran.Code == ExitCode.Ok, ran.Error);
        return ran;
    }

    private Task<Ran> RunAsync(params string[] arguments) => Ctl.RunAsync(["keys", .. arguments, "--keystore", folder.Path]);
}
