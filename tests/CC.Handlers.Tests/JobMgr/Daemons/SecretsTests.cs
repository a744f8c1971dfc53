using CC.Plugins.JobMgr.Daemons;

namespace CC.Handlers.Tests.JobMgr.Daemons;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("db-password", "x", true)]
    [InlineData("API_KEY", "x", true)]
    [InlineData("token", "x", true)]
    [InlineData("db", "host=a user=b Password=c", true)]
    [InlineData("url", "postgres://me:x@host/db", true)]
    [InlineData("url", "https://host/a:b", false)]
    [InlineData("logdir", "/var/log", false)]
    [InlineData("cms-sign", "node", false)]
    public void What_must_not_be_told(string key, string value, bool isSecret) => Assert.Equal(isSecret, Secrets.Is(key, value));
}
