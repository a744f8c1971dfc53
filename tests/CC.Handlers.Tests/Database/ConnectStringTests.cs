using CC.Plugins.Database;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Handlers.Tests.Database;

public sealed class ConnectStringTests
{
    [Theory]
    [InlineData("dbname=confdb host=127.0.0.1 port=8300", "127.0.0.1:8300 confdb")]
    [InlineData("  host = h  dbname = 'two words'", "h:5432 two words")]
    [InlineData(@"host=h dbname='it\'s \\'", @"h:5432 it's \")]
    [InlineData(@"host=h dbname=a\ b", "h:5432 a b")]
    [InlineData("host=h dbname=''", "h:5432 me")]
    [InlineData("host=/run/pg", "/run/pg:5432 me")]
    [InlineData("hostaddr=10.0.0.1 dbname=x", "10.0.0.1:5432 x")]
    [InlineData("postgresql://h:8300/confdb", "h:8300 confdb")]
    [InlineData("postgres://h", "h:5432 me")]
    [InlineData("postgresql://[::1]:8300/x", "::1:8300 x")]
    [InlineData("postgresql:///x?host=%2Frun%2Fpg", "/run/pg:5432 x")]
    public void Says_where_the_database_is(string text, string where)
    {
        var (settings, rule) = ConnectString.Read(text.StartsWith("postgres", StringComparison.Ordinal) ? $"{text}{(text.Contains('?') ? '&' : '?')}user=me" : $"{text} user=me");

        Assert.Null(rule);
        Assert.Equal(where, $"{settings.Host}:{settings.Port} {settings.Database}");
    }

    [Fact]
    public void Has_the_other_settings_too()
    {
        var (settings, rule) = ConnectString.Read("postgresql://me:s%40crt@h/x?sslmode=verify-full&connect_timeout=3&application_name=site&keepalives=1&client_encoding=UTF8");

        Assert.Null(rule);
        Assert.Equal(("me", "s@crt", "VerifyFull", 3, "site", true), (settings.Username, settings.Password, settings.SslMode.ToString(), settings.Timeout, settings.ApplicationName, settings.TcpKeepAlive));
    }

    [Theory]
    [InlineData("confdb", "has 'confdb' without a value")]
    [InlineData("host=h =x", "has '' without a value")]
    [InlineData("host='h", "has host with a quote that does not end")]
    [InlineData("host=h port=no", "has port = no, which is a whole number from 1 to 65535")]
    [InlineData("host=h port=70000", "has port = 70000, which is a whole number from 1 to 65535")]
    [InlineData("server=h", "has 'server', which is not supported; there are: host, ")]
    [InlineData("host=h sslmode=maybe", "has sslmode = maybe, which is one of: ")]
    [InlineData("client_encoding=latin1", "has client_encoding = latin1, which is UTF8")]
    [InlineData("postgresql://a,b/x", "names several hosts")]
    [InlineData("postgresql://a/x?nonsense=1", "has 'nonsense', which is not supported")]
    public void What_is_wrong_with_one_is_an_error_of_the_configuration(string text, string rule)
    {
        var invalid = Assert.Throws<OptionsException>(() => OptionsOf.Section<DatabaseOptions>($"db = {text}"));

        Assert.Contains($": {rule}", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_star_stands_alone() =>
        Assert.Throws<OptionsException>(() => OptionsOf.Section<DatabaseOptions>("db = host=h\nallowed-functions = *, f"));
}
