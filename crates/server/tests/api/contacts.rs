use seat_dealer_test_support::app::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn x() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    app.finish().await;
}
