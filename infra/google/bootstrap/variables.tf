variable "project" {
  description = "The id of the Google Cloud project of the environment. It exists and has a billing account."
  type        = string
}

variable "region" {
  description = "Where the bucket is, like europe-west1."
  type        = string
}
