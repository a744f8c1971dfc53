using CC.Plugins.JobMgr.Supervised;

namespace CC.Handlers.Tests.JobMgr.Configured;

public sealed class WebhookReportTests
{
    [Theory]
    [InlineData("http://host:8080/hook", "http://host:8080/hook")]
    [InlineData("http://host/", "http://host/")]
    [InlineData("https://me:word@host/services/T0/B0/secret?token=x", "https://host/services/...")]
    public void What_may_be_a_secret_is_not_logged(string url, string shown) => Assert.Equal(shown, WebhookReport.Shown(new Uri(url)));
}
