using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Client;
using CC.Client.Control;
using CC.Client.Security;
using CC.Cms;
using CC.EndToEnd.Tests.Host;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Security;

/// <summary>What tests of signed messages share: a keystore with the authority <c>ca</c>, and <c>server</c>, <c>user1</c> and <c>user2</c> of it.</summary>
public abstract class SecurityTest : HostTest
{
    private readonly X509Certificate2 authority;

    protected SecurityTest()
    {
        Folder.Folder("keys");
        Folder.Folder("keys/private");
        using var key = RSA.Create(2048);
        authority = CertificateIssuer.Authority(new X500DistinguishedName("CN=ca"), key, TimeProvider.System.GetUtcNow().AddDays(-1), TimeSpan.FromDays(10));
        Write("ca", authority, key);
        foreach (var name in new[] { "server", "user1", "user2" })
        {
            Issue(name);
        }
    }

    protected string Keystore => Folder["keys"];

    protected string Main(string more = "") => $"cms-keystore = {Keystore}\ncms-sign = server\n{more}";

    protected void Issue(string name, string? commonName = null)
    {
        using var key = RSA.Create(2048);
        Write(name, CertificateIssuer.Issue(authority, new X500DistinguishedName($"CN={commonName ?? name}"), key, "", TimeProvider.System.GetUtcNow().AddDays(-1), TimeSpan.FromDays(10)), key);
    }

    protected CcClient Client(ServerProcess server, string? sign = null, bool verify = false, string encrypt = "", string decrypt = "") => new(server.Endpoint)
    {
        Security = sign is null ? null : MessageSecurity.Open(
            new CmsOptions { CmsKeystore = Keystore, CmsSign = sign, CmsVerifyCa = verify ? ["ca"] : [], CmsEncrypt = encrypt, CmsDecrypt = decrypt }, TimeProvider.System),
    };

    protected static Message Ping(CcClient client) => client.Compose(new EchoRequest { Req = EchoRequest.Type, Target = "here" }, BodiesJson.Default.EchoRequest);

    protected static async Task<double> CounterAsync(ServerProcess server, string name)
    {
        await using var client = new CcClient(server.Endpoint);
        var answer = await client.RequestAsync(client.Compose(new ControlRequest { Req = ControlTypes.Stats }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
        return CcClient.Open(answer, ControlJson.Default.NodeCounters).Counters.GetValueOrDefault(name);
    }

    /// <summary>Asks until the answer is the one that is waited for.</summary>
    protected static async Task BecomesAsync<T>(T expected, Func<Task<T>> ask)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!Equals(expected, await ask()))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private void Write(string name, X509Certificate2 certificate, RSA key)
    {
        Folder.File($"keys/private/{name}.key", key.ExportPkcs8PrivateKeyPem());
        Folder.File($"keys/{name}.crt", certificate.ExportCertificatePem());
    }
}
