namespace CC.EndToEnd.Tests.LogTransport;

public sealed class SavedPositionTests
{
    [Theory]
    [InlineData("filled with other octets")]
    [InlineData("emptied")]
    [InlineData("cut in half")]
    [InlineData("removed")]
    public async Task A_saved_position_that_is_damaged_costs_nothing_that_the_newest_file_still_has(string damage)
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("before", 1000));
        await transport.ArrivesAsync("app-1.log");
        await transport.Source.StopAsync();

        Damage(transport.SavedPosition, damage);
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("meanwhile", 1000));
        await transport.StartSourceAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("after", 1000));

        await transport.ArrivesAsync("app-1.log");
    }

    private static void Damage(string path, string damage)
    {
        switch (damage)
        {
            case "filled with other octets":
                File.WriteAllBytes(path, SomeLines.Noise((int)new FileInfo(path).Length));
                break;
            case "emptied":
                File.WriteAllText(path, "");
                break;
            case "cut in half":
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length / 2)]);
                break;
            default:
                File.Delete(path);
                break;
        }
    }
}
