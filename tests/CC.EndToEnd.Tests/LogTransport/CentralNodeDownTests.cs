namespace CC.EndToEnd.Tests.LogTransport;

public sealed class CentralNodeDownTests
{
    [Fact]
    public async Task What_is_logged_before_the_central_node_starts_arrives()
    {
        await using var transport = new Transport();
        await transport.StartSourceAsync();

        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("first", 100_000));
        await File.AppendAllTextAsync(transport.Log("app-2.log"), SomeLines.Of("second", 10));
        await transport.Central.StartAsync();

        await transport.ArrivesAsync("app-1.log");
        await transport.ArrivesAsync("app-2.log");
    }

    [Fact]
    public async Task A_tailer_that_has_given_up_on_acknowledgements_goes_back_when_they_come()
    {
        await using var transport = new Transport("""
            logmask = *.log
            ack-timeout = 0.2
            """);
        await transport.StartSourceAsync();

        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("first", 100_000));
        await File.AppendAllTextAsync(transport.Log("app-2.log"), SomeLines.Of("second", 10));
        await transport.Source.Process.WaitForLineAsync("the receiver has never answered");
        await transport.Central.StartAsync();

        await transport.ArrivesAsync("app-1.log");
        await transport.ArrivesAsync("app-2.log");
    }

    [Fact]
    public async Task What_is_logged_while_the_central_node_restarts_arrives()
    {
        await using var transport = new Transport("""
            logmask = *.log
            ack-timeout = 0.5
            """);
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "before\n");
        await transport.AcknowledgesAsync();

        await transport.Central.StopAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("meanwhile", 1000));
        await transport.Source.Process.WaitForLineAsync("no acknowledgement");
        await transport.Central.StartAsync();

        await transport.ArrivesAsync("app-1.log");
    }
}
